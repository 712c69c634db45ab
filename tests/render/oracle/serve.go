package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"reflect"
	"regexp"
	"strings"
	"text/template"
	"unicode/utf8"

	"sigs.k8s.io/yaml"
)

// question is one case of the fuzzer.
type question struct {
	Template   string `json:"template"`
	Data       any    `json:"data"`
	MissingKey string `json:"missingKey"`
	// HideProblems asks for "?" in place of what decoders say of texts that they cannot read.
	HideProblems bool `json:"hideProblems"`
}

// reply is what Go printed or said, and what was seen of the functions that it called.
type reply struct {
	Output *string `json:"output,omitempty"`
	Error  *string `json:"error,omitempty"`
	// NotText: a function took or gave a string that is not UTF-8, or the output is none.
	NotText bool `json:"notText,omitempty"`
	// Undecodable: a decoder was given a text that it cannot read.
	Undecodable bool `json:"undecodable,omitempty"`
	// Yaml are the texts that were read as YAML.
	Yaml []document `json:"yaml,omitempty"`
}

type document struct {
	Text string `json:"text"`
	IsOk bool   `json:"isOk"`
}

// serve answers one question a line, each at once.
func serve(in io.Reader, out io.Writer) error {
	watching = true
	decoder := json.NewDecoder(bufio.NewReaderSize(in, 1<<20))
	buffered := bufio.NewWriterSize(out, 1<<20)
	encoder := json.NewEncoder(buffered)
	encoder.SetEscapeHTML(false)
	for {
		var asked question
		if err := decoder.Decode(&asked); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		if err := encoder.Encode(replyTo(asked)); err != nil {
			return err
		}
		if err := buffered.Flush(); err != nil {
			return err
		}
	}
}

func replyTo(asked question) (answer reply) {
	seen = reply{}
	hideProblems = asked.HideProblems
	defer func() {
		if problem := recover(); problem != nil {
			message := fmt.Sprint("panic: ", problem)
			answer = seen
			answer.Error = &message
		}
	}()
	seen.NotText = byteEscape.MatchString(asked.Template)
	out, err := render(asked.Template, asked.Data, asked.MissingKey)
	seen.NotText = seen.NotText || !isCharacters(out)
	answer = seen
	if err != nil {
		message := err.Error()
		answer.NotText = answer.NotText || !isCharacters(message)
		answer.Error = &message
	} else {
		answer.Output = &out
	}
	return answer
}

// byteEscape is an escape in a string that stands for a byte outside of ASCII.
var byteEscape = regexp.MustCompile(`\\(?:x[89a-fA-F]|[23][0-7][0-7])`)

var (
	watching     bool
	hideProblems bool
	seen         reply
	// Only `include` and `tpl` differ from one template to the next.
	known = map[string]any{}
)

// watched are the same functions; while serving, they note what they see.
func watched(functions template.FuncMap) template.FuncMap {
	if !watching {
		return functions
	}
	for name, function := range functions {
		if name == "include" || name == "tpl" {
			continue
		}
		if known[name] == nil {
			known[name] = noting(name, reflect.ValueOf(function))
		}
		functions[name] = known[name]
	}
	return functions
}

func noting(name string, function reflect.Value) any {
	call := function.Call
	if function.Type().IsVariadic() {
		call = function.CallSlice
	}
	return reflect.MakeFunc(function.Type(), func(arguments []reflect.Value) []reflect.Value {
		seen.NotText = seen.NotText || !allText(arguments)
		results := call(arguments)
		seen.NotText = seen.NotText || !allText(results)
		if name == "urlParse" {
			unescaped, _ := url.PathUnescape(arguments[0].String())
			seen.NotText = seen.NotText || !isCharacters(unescaped)
		}
		if name == "fromYaml" || name == "fromYamlArray" {
			text := arguments[0].String()
			_, err := yaml.YAMLToJSON([]byte(text))
			seen.Yaml = append(seen.Yaml, document{text, err == nil})
		}
		if isUnreadable(name, arguments) {
			seen.Undecodable = true
			if hideProblems {
				hide(results[0])
			}
		}
		return results
	}).Interface()
}

func isUnreadable(name string, arguments []reflect.Value) bool {
	switch name {
	case "fromJson":
		return json.Unmarshal([]byte(arguments[0].String()), &map[string]any{}) != nil
	case "fromJsonArray":
		return json.Unmarshal([]byte(arguments[0].String()), &[]any{}) != nil
	case "fromYaml":
		return yaml.Unmarshal([]byte(arguments[0].String()), &map[string]any{}) != nil
	case "fromYamlArray":
		return yaml.Unmarshal([]byte(arguments[0].String()), &[]any{}) != nil
	}
	return false
}

func hide(result reflect.Value) {
	switch result := result.Interface().(type) {
	case map[string]any:
		result["Error"] = "?"
	case []any:
		result[0] = "?"
	}
}

// allText is whether all strings are UTF-8, also those inside of lists and of the values of maps.
func allText(values []reflect.Value) bool {
	for _, value := range values {
		if !isText(value, 0) {
			return false
		}
	}
	return true
}

// isCharacters is false for what is not UTF-8, and for U+FFFD: Go's libraries cannot tell one from the other.
func isCharacters(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsRune(text, utf8.RuneError)
}

func isText(value reflect.Value, depth int) bool {
	if depth > 8 {
		return true
	}
	switch value.Kind() {
	case reflect.String:
		return isCharacters(value.String())
	case reflect.Interface:
		return isText(value.Elem(), depth)
	case reflect.Slice:
		if kind := value.Type().Elem().Kind(); kind != reflect.String && kind != reflect.Interface && kind != reflect.Slice {
			return true
		}
		for i := range value.Len() {
			if !isText(value.Index(i), depth+1) {
				return false
			}
		}
	case reflect.Map:
		for entries := value.MapRange(); entries.Next(); {
			if !isText(entries.Value(), depth+1) {
				return false
			}
		}
	}
	return true
}
