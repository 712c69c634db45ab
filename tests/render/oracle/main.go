// The oracle answers what Go's text/template with Sprig and Helm's functions prints: JSON cases in, JSON cases with answers out.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig/v3"
	"sigs.k8s.io/yaml"
)

// Case is one template over some data. Exactly one of Expected and Error is set in an answer.
type Case struct {
	Name       string  `json:"name"`
	Template   string  `json:"template"`
	Data       any     `json:"data"`
	MissingKey string  `json:"missingKey,omitempty"`
	Expected   *string `json:"expected,omitempty"`
	Error      *string `json:"error,omitempty"`
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "functions" {
		printFunctions()
		return
	}
	var cases []Case
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for i := range cases {
		answer(&cases[i])
	}
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(cases); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// printFunctions lists the names of Sprig's functions and those that Helm adds.
func printFunctions() {
	names := slices.Sorted(maps.Keys(functions(template.New("template"))))
	out, _ := json.MarshalIndent(names, "", "  ")
	fmt.Println(string(out))
}

func answer(c *Case) {
	missingKey := c.MissingKey
	if missingKey == "" {
		missingKey = "zero"
	}
	c.Expected, c.Error = nil, nil
	out, err := render(c.Template, c.Data, missingKey)
	if err != nil {
		message := err.Error()
		c.Error = &message
		return
	}
	c.Expected = &out
}

func render(text string, data any, missingKey string) (string, error) {
	parsed := template.New("template").Option("missingkey=" + missingKey)
	parsed, err := parsed.Funcs(functions(parsed)).Parse(text)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	err = parsed.Execute(&out, data)
	return out.String(), err
}

// functions are Sprig's, with those that Helm adds or replaces.
func functions(t *template.Template) template.FuncMap {
	all := sprig.TxtFuncMap()
	all["toYaml"] = func(value any) string {
		data, err := yaml.Marshal(value)
		if err != nil {
			return ""
		}
		return strings.TrimSuffix(string(data), "\n")
	}
	all["fromYaml"] = func(text string) map[string]any {
		value := map[string]any{}
		if err := yaml.Unmarshal([]byte(text), &value); err != nil {
			value["Error"] = err.Error()
		}
		return value
	}
	all["fromYamlArray"] = func(text string) []any {
		value := []any{}
		if err := yaml.Unmarshal([]byte(text), &value); err != nil {
			value = []any{err.Error()}
		}
		return value
	}
	all["fromJson"] = func(text string) map[string]any {
		value := map[string]any{}
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			value["Error"] = err.Error()
		}
		return value
	}
	all["fromJsonArray"] = func(text string) []any {
		value := []any{}
		if err := json.Unmarshal([]byte(text), &value); err != nil {
			value = []any{err.Error()}
		}
		return value
	}
	all["required"] = func(message string, value any) (any, error) {
		if value == nil || value == "" {
			return value, errors.New(message)
		}
		return value, nil
	}
	all["include"] = func(name string, data any) (string, error) {
		var out strings.Builder
		err := t.ExecuteTemplate(&out, name, data)
		return out.String(), err
	}
	all["tpl"] = func(text string, data any) (string, error) {
		clone, err := t.Clone()
		if err != nil {
			return "", err
		}
		inner, err := clone.New(t.Name()).Funcs(functions(clone)).Parse(text)
		if err != nil {
			return "", err
		}
		var out strings.Builder
		err = inner.Execute(&out, data)
		return out.String(), err
	}
	return all
}
