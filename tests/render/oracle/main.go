// The oracle answers what Go's text/template with Sprig and Helm's functions prints: JSON cases in, JSON cases with answers out.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"text/template"
	"time"

	"github.com/Masterminds/sprig/v3"
	"sigs.k8s.io/yaml"
)

// Case is one template over some data, and what Go makes of it: what it prints or the error it ends with, in each mode of
// missing keys. Where all three modes agree, Expected or Error is a string, else each is an object of strings by mode.
type Case struct {
	Name     string `json:"name"`
	Template string `json:"template"`
	Data     any    `json:"data"`
	Expected any    `json:"expected,omitempty"`
	Error    any    `json:"error,omitempty"`
}

var missingKeyModes = []string{"default", "zero", "error"}

func main() {
	time.Local = time.UTC
	switch {
	case len(os.Args) == 1:
		check(renew(os.Stdin, os.Stdout))
	case os.Args[1] == "functions":
		check(printFunctions())
	case os.Args[1] == "serve":
		check(serve(os.Stdin, os.Stdout))
	default:
		for _, path := range os.Args[1:] {
			check(renewFile(path))
		}
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// printFunctions lists the names of Sprig's functions and those that Helm adds.
func printFunctions() error {
	names := slices.Sorted(maps.Keys(functions(template.New("template"))))
	out, err := json.MarshalIndent(names, "", "  ")
	fmt.Println(string(out))
	return err
}

// renewFile answers the cases of a file in place.
func renewFile(path string) error {
	cases, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var answers bytes.Buffer
	if err := renew(bytes.NewReader(cases), &answers); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return os.WriteFile(path, answers.Bytes(), 0o644)
}

// renew reads a list of cases and writes it, each on a line, with Go's answers of today.
func renew(in io.Reader, out io.Writer) error {
	var cases []Case
	if err := json.NewDecoder(in).Decode(&cases); err != nil {
		return err
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	separator := "[\n"
	for i := range cases {
		answer(&cases[i])
		if _, err := io.WriteString(out, separator); err != nil {
			return err
		}
		if err := encoder.Encode(cases[i]); err != nil {
			return err
		}
		separator = ","
	}
	_, err := io.WriteString(out, "]\n")
	return err
}

func answer(c *Case) {
	printed, failed := map[string]string{}, map[string]string{}
	for _, mode := range missingKeyModes {
		if out, err := render(c.Template, c.Data, mode); err != nil {
			failed[mode] = err.Error()
		} else {
			printed[mode] = out
		}
	}
	c.Expected, c.Error = compact(printed), compact(failed)
}

// compact is nil for no answers, one string for three that are the same, else the answers.
func compact(answers map[string]string) any {
	if len(answers) == 0 {
		return nil
	}
	first := answers["default"]
	for _, mode := range missingKeyModes {
		if other, ok := answers[mode]; !ok || other != first {
			return answers
		}
	}
	return first
}

func render(text string, data any, missingKey string) (string, error) {
	parsed := template.New("template").Option("missingkey=" + missingKey)
	parsed, err := parsed.Funcs(functions(parsed)).Parse(text)
	if err != nil {
		return "", err
	}
	var out strings.Builder
	err = parsed.Execute(&out, clone(data))
	return out.String(), err
}

// clone keeps what a template sets from being seen in the next mode.
func clone(data any) any {
	switch data := data.(type) {
	case map[string]any:
		copied := map[string]any{}
		for key, value := range data {
			copied[key] = clone(value)
		}
		return copied
	case []any:
		copied := make([]any, len(data))
		for i, value := range data {
			copied[i] = clone(value)
		}
		return copied
	default:
		return data
	}
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
	return watched(all)
}
