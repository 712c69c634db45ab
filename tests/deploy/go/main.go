// Command helm renders a chart as `helm template` does: the release's values are read as JSON, the manifests written as YAML.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
)

// A release is what one reads from standard input.
type release struct {
	Chart     string
	Name      string
	Namespace string
	Values    map[string]any
}

func main() {
	if err := render(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func render() error {
	var asked release
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		return err
	}
	chart, err := loader.Load(asked.Chart)
	if err != nil {
		return err
	}
	options := chartutil.ReleaseOptions{Name: asked.Name, Namespace: asked.Namespace, Revision: 1, IsInstall: true}
	// Checks the values against the chart's schema.
	values, err := chartutil.ToRenderValues(chart, asked.Values, options, chartutil.DefaultCapabilities)
	if err != nil {
		return err
	}
	strict := engine.Engine{Strict: true}
	rendered, err := strict.Render(chart, values)
	if err != nil {
		return err
	}
	names := make([]string, 0, len(rendered))
	for name := range rendered {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if strings.HasSuffix(name, ".yaml") {
			fmt.Printf("---\n%s\n", rendered[name])
		}
	}
	return nil
}
