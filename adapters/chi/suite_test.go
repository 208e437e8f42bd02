package usherchi_test

import (
	"net/http"
	"testing"

	"github.com/go-chi/chi/v5"
	chimiddleware "github.com/go-chi/chi/v5/middleware"

	"github.com/usher-auth/usher/internal/adaptertest"
)

func TestChiDoesWhatNetHTTPDoes(t *testing.T) { adaptertest.Run(t, build) }

// build makes a service the way a user of chi does.
func build(s adaptertest.Service) http.Handler {
	r := chi.NewRouter()
	r.NotFound(adaptertest.NotFound)
	r.MethodNotAllowed(adaptertest.MethodNotAllowed)
	if s.Recover {
		r.Use(chimiddleware.Recoverer)
	}
	mount(r, "", s.Group)
	return r
}

func mount(r chi.Router, prefix string, g adaptertest.Group) {
	r.Use(adaptertest.PlainMounts(g.Mounts, chi.URLParam)...)
	prefix += g.Prefix
	for _, route := range g.Routes {
		guarded := r.With(adaptertest.PlainMounts(route.Mounts, chi.URLParam)...)
		route.Each(func(method string) { guarded.Method(method, prefix+route.Path, route.Serve(chi.URLParam)) })
	}
	for _, sub := range g.Groups {
		r.Group(func(r chi.Router) { mount(r, prefix, sub) })
	}
}
