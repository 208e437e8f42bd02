package main

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
)

// usher is the module of the middleware, and the beginning of the paths of the adapters' modules.
const usher = "github.com/usher-auth/usher"

// A set holds paths of modules.
type set map[string]bool

// An adapter is what one of them links.
type adapter struct {
	framework string // its package; "" where nobody has said which
	own       set    // with the framework and the middleware
	alone     set    // the framework by itself
}

// A repository is what linkcheck judges.
type repository struct {
	middleware set // what the middleware links by itself
	required   set // what the root module requires, whatever is linked
	adapters   map[string]adapter
}

// problems returns a sentence for each rule that does not hold.
func (r repository) problems() []string {
	var all []string
	complain := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	for _, name := range slices.Sorted(keys(r.adapters)) {
		a := r.adapters[name]
		if a.framework == "" {
			complain("%s is not known; add its framework to the list in internal/linkcheck/main.go", name)
			continue
		}
		if r.middleware[a.framework] {
			complain("package middleware links %s, so that everybody would; only %s may", a.framework, name)
		}
		if !a.alone[a.framework] || !a.own[a.framework] {
			complain("%s does not link %s at all", name, a.framework)
		}
		for _, module := range slices.Sorted(keys(a.own)) {
			if !a.alone[module] && !r.middleware[module] && module != usher && !strings.HasPrefix(module, usher+"/adapters/") {
				complain("%s links %s, which neither %s nor the middleware needs", name, module, a.framework)
			}
		}
		for other, b := range r.adapters {
			if other != name && b.framework != "" && a.own[b.framework] {
				complain("%s links %s, the framework of %s", name, b.framework, other)
			}
			if other != name && a.own[usher+"/"+other] {
				complain("%s links %s", name, other)
			}
		}
		if r.required[a.framework] && name != "adapters/chi" { // which is a package of the root module, and chi has no dependencies
			complain("the root module requires %s, and with it does everybody who imports Usher; only %s may", a.framework, name)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func keys[V any](m map[string]V) iter.Seq[string] { return maps.Keys(m) }
