// The oracle says how kstatus, Flux and Argo CD judge objects: objects with their checks in, judgements out, both as JSON.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"github.com/google/cel-go/ext"
	lua "github.com/yuin/gopher-lua"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// HealthCheckExprs are the expressions that a Flux Kustomization has for a kind.
type HealthCheckExprs struct {
	InProgress string `json:"inProgress"`
	Failed     string `json:"failed"`
	Current    string `json:"current"`
}

// Case is one object, the checks that users configure for its kind, and what comes of them.
type Case struct {
	Object json.RawMessage  `json:"object"`
	Flux   HealthCheckExprs `json:"flux"`
	Lua    string           `json:"lua"`
}

// Judgement is a word each; an error stands in its place.
type Judgement struct {
	Kstatus string `json:"kstatus"`
	Flux    string `json:"flux"`
	ArgoCD  string `json:"argocd"`
}

func main() {
	var cases []Case
	check(json.NewDecoder(os.Stdin).Decode(&cases))
	judgements := make([]Judgement, len(cases))
	for i, one := range cases {
		// As clients of the API server decode: whole numbers are int64.
		var object unstructured.Unstructured
		check(object.UnmarshalJSON(one.Object))
		judgements[i] = Judgement{
			Kstatus: said(kstatus(&object)),
			Flux:    said(flux(&object, one.Flux)),
			ArgoCD:  said(argoCD(object.Object, one.Lua)),
		}
	}
	check(json.NewEncoder(os.Stdout).Encode(judgements))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func said(word string, err error) string {
	if err != nil {
		return err.Error()
	}
	return word
}

func kstatus(object *unstructured.Unstructured) (string, error) {
	result, err := status.Compute(object)
	if err != nil {
		return "", err
	}
	return result.Status.String(), nil
}

// flux follows Flux' RFC 9: an object that is not observed yet is in progress, then the first expression that holds decides.
// An expression that fails, for instance because a field is missing, makes Flux ask again.
func flux(object *unstructured.Unstructured, exprs HealthCheckExprs) (string, error) {
	generation := object.GetGeneration()
	observed, found, err := unstructured.NestedInt64(object.Object, "status", "observedGeneration")
	if err != nil || (found && observed != generation) {
		return status.InProgressStatus.String(), err
	}
	for _, rule := range []struct {
		expression string
		status     status.Status
	}{
		{exprs.InProgress, status.InProgressStatus},
		{exprs.Failed, status.FailedStatus},
		{exprs.Current, status.CurrentStatus},
	} {
		if rule.expression == "" {
			continue
		}
		holds, err := evaluate(rule.expression, object.Object)
		if err != nil || holds {
			return rule.status.String(), err
		}
	}
	return status.InProgressStatus.String(), nil
}

// evaluate uses the extensions that Flux has, and like Flux declares no variables: each field of the object is one.
func evaluate(expression string, object map[string]any) (bool, error) {
	env, err := cel.NewEnv(
		cel.HomogeneousAggregateLiterals(),
		cel.DefaultUTCTimeZone(true),
		cel.CrossTypeNumericComparisons(true),
		cel.OptionalTypes(),
		ext.Strings(),
		ext.Sets(),
		ext.Encoders(),
	)
	if err != nil {
		return false, err
	}
	ast, issues := env.Parse(expression)
	if issues.Err() != nil {
		return false, issues.Err()
	}
	program, err := env.Program(ast)
	if err != nil {
		return false, err
	}
	value, _, err := program.Eval(object)
	if err != nil {
		return false, err
	}
	holds, ok := value.(types.Bool)
	if !ok {
		return false, fmt.Errorf("%s is no boolean", expression)
	}
	return bool(holds), nil
}

// argoCD runs a health script as Argo CD does: the object is the global obj, only pure libraries are there, and not for long.
func argoCD(object map[string]any, script string) (string, error) {
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	state.SetContext(ctx)
	for name, open := range map[string]lua.LGFunction{
		lua.LoadLibName:   lua.OpenPackage,
		lua.BaseLibName:   lua.OpenBase,
		lua.TabLibName:    lua.OpenTable,
		lua.StringLibName: lua.OpenString,
	} {
		state.Push(state.NewFunction(open))
		state.Push(lua.LString(name))
		state.Call(1, 0)
	}
	state.SetGlobal("obj", luaValue(state, object))
	if err := state.DoString(script); err != nil {
		return "", err
	}
	health, ok := state.Get(-1).(*lua.LTable)
	if !ok {
		return "", errors.New("the script returns no table")
	}
	if _, ok := health.RawGetString("message").(lua.LString); !ok {
		return "", errors.New("the script returns no message")
	}
	return health.RawGetString("status").String(), nil
}

func luaValue(state *lua.LState, value any) lua.LValue {
	switch value := value.(type) {
	case string:
		return lua.LString(value)
	case bool:
		return lua.LBool(value)
	case int64:
		return lua.LNumber(value)
	case float64:
		return lua.LNumber(value)
	case []any:
		table := state.CreateTable(len(value), 0)
		for _, item := range value {
			table.Append(luaValue(state, item))
		}
		return table
	case map[string]any:
		table := state.CreateTable(0, len(value))
		for key, item := range value {
			table.RawSetString(key, luaValue(state, item))
		}
		return table
	}
	return lua.LNil
}
