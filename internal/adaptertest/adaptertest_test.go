package adaptertest

import (
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/authobject"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestNetHTTPDoesWhatNetHTTPDoes(t *testing.T) { Run(t, NetHTTP) }

func TestTheSuiteIsLargeAndEachBehaviourAsksForSomething(t *testing.T) {
	all := behaviours()
	if len(all) < 40 {
		t.Errorf("there are %d behaviours", len(all))
	}
	names := map[string]bool{}
	for _, b := range all {
		if names[b.name] || len(b.want) == 0 {
			t.Errorf("%q comes twice, or wants nothing", b.name)
		}
		names[b.name] = true
	}
}

// around is NetHTTP with something around all of the service.
func around(f func(w http.ResponseWriter, r *http.Request, next http.Handler)) Build {
	return func(s Service) http.Handler {
		next := NetHTTP(s)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { f(w, r, next) })
	}
}

// inside is NetHTTP with every route changed.
func inside(change func(r *Route)) Build {
	var walk func(g Group) Group
	walk = func(g Group) Group {
		g.Routes, g.Groups = slices.Clone(g.Routes), slices.Clone(g.Groups)
		for i := range g.Routes {
			change(&g.Routes[i])
		}
		for i := range g.Groups {
			g.Groups[i] = walk(g.Groups[i])
		}
		return g
	}
	return func(s Service) http.Handler {
		s.Group = walk(s.Group)
		return NetHTTP(s)
	}
}

// seen is inside with what handlers are handed changed.
func seen(change func(x *Exchange)) Build {
	return inside(func(r *Route) {
		if old := r.Handler; old != nil {
			r.Handler = func(x Exchange) {
				change(&x)
				old(x)
			}
		}
	})
}

// A mute is a writer that is nothing else, and may lose a part.
type mute struct {
	http.ResponseWriter
	loseStatus bool
}

func (m mute) WriteHeader(status int) {
	if !m.loseStatus {
		m.ResponseWriter.WriteHeader(status)
	}
}

// extraHeader is a deviation that a client hardly notices.
func extraHeader(w http.ResponseWriter, r *http.Request, next http.Handler) {
	w.Header().Set("X-Powered-By", "a framework")
	next.ServeHTTP(w, r)
}

func TestAFrameworkThatDeviatesIsReported(t *testing.T) {
	const refusal = "RequireAuth refuses a stranger with 401 and a problem"
	for _, row := range []struct {
		name     string
		build    Build
		reportBy string // the behaviour that has to notice
	}{
		{"it adds a header", around(extraHeader), refusal},
		{"it loses a header", around(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			recorded := httptest.NewRecorder()
			next.ServeHTTP(recorded, r)
			recorded.Header().Del("Www-Authenticate")
			for name, values := range recorded.Header() {
				w.Header()[name] = values
			}
			w.WriteHeader(recorded.Code)
			_, _ = w.Write(recorded.Body.Bytes())
		}), refusal},
		{"it answers with another status", around(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			next.ServeHTTP(mute{w, true}, r)
		}), "a page guard sends a stranger to the sign-in page"},
		{"it adds to a body", around(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			next.ServeHTTP(w, r)
			_, _ = w.Write([]byte("\n"))
		}), refusal},
		{"it runs a handler after a refusal, whose response nobody sees", inside(func(r *Route) {
			if handler := r.Handler; handler != nil {
				r.Mounts = append([]Mount{{Before: func(x Exchange) bool {
					x.W = httptest.NewRecorder()
					handler(x)
					return true
				}}}, r.Mounts...)
			}
		}), refusal},
		{"it forgets the guards of a route", inside(func(r *Route) { r.Mounts = nil }), refusal},
		{"its accessor knows nobody", seen(func(x *Exchange) {
			x.Auth = func() (*authobject.Auth, bool) { return authobject.FromContext(t.Context()) }
		}), "RequireAuth lets a user in by cookies"},
		{"its request lost the caller", seen(func(x *Exchange) { x.R = x.R.WithContext(t.Context()) }), "RequireAuth lets a user in by cookies"},
		{"it loses the parameters of a path", seen(func(x *Exchange) { x.Param = func(string) string { return "" } }), "a handler reads the parameters of its path"},
		{"it holds events back", seen(func(x *Exchange) { x.W = mute{x.W, false} }), "server-sent events leave when they are flushed"},
		{"it does not hand connections over", seen(func(x *Exchange) { x.W = mute{x.W, false} }), "a connection is handed over to a handler"},
		{"it has no recovery", func(s Service) http.Handler {
			s.Recover = false
			return NetHTTP(s)
		}, "a panic below the guards reaches the recovery above, and harms no other request"},
		{"it reads the body of a request", around(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
			_, _ = r.Body.Read(make([]byte, 4))
			next.ServeHTTP(w, r)
		}), "the body of a request is for the handler"},
		{"it mixes callers up", func(s Service) http.Handler {
			next, first := NetHTTP(s), make(chan string, 1)
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				select {
				case first <- r.Header.Get("Authorization"):
				default:
				}
				token := <-first
				first <- token
				r.Header.Set("Authorization", token)
				next.ServeHTTP(w, r)
			})
		}, "many users at once are each their own"},
	} {
		t.Run(row.name, func(t *testing.T) {
			i := slices.IndexFunc(behaviours(), func(b behaviour) bool { return b.name == row.reportBy })
			if i < 0 {
				t.Fatalf("there is no behaviour %q", row.reportBy)
			}
			w := newWorld(t)
			w.patience = time.Second
			if problem := compare(w, behaviours()[i], row.build); !strings.HasPrefix(problem, "the framework does") {
				t.Errorf("it is not noticed: %q", problem)
			}
		})
	}
}

// TestRunFailsForADeviation runs itself in a process of its own, since a failed Run is a failed test.
func TestRunFailsForADeviation(t *testing.T) {
	const name = "ADAPTERTEST_DEVIATE"
	if os.Getenv(name) != "" {
		Run(t, around(extraHeader))
		return
	}
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestRunFailsForADeviation$", "-test.v")
	child.Env = append(os.Environ(), name+"=1")
	out, err := child.CombinedOutput()
	failed, passed := strings.Count(string(out), "    --- FAIL: "), strings.Count(string(out), "    --- PASS: ")
	// A connection that was handed over has no headers of net/http any more, and one that was given up none at all.
	if err == nil || failed+passed != len(behaviours()) || passed > 3 {
		t.Errorf("of %d behaviours %d failed and %d passed with an additional header (%v)", len(behaviours()), failed, passed, err)
	}
}
