package adaptertest

import (
	"fmt"
	"strings"
	"sync"

	"github.com/usher-auth/usher/authobject"
)

// A journal is what handlers say of themselves, whatever becomes of the response. Its channels let a client and a handler wait for
// each other.
type journal struct {
	mu    sync.Mutex
	lines []string

	arrived, release, left chan struct{}
}

func (j *journal) note(format string, args ...any) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.lines = append(j.lines, fmt.Sprintf(format, args...))
}

// String returns the lines.
func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return strings.Join(j.lines, "\n")
}

// who answers with the caller, as the accessor of the adapter and the context of the request tell it.
func (j *journal) who(x Exchange) {
	j.note("ran %s %s", x.R.Method, x.R.URL.Path)
	auth, ok := x.Auth()
	of, in := authobject.FromContext(x.R.Context())
	_, err := fmt.Fprintf(x.W, "%v, user %q, role %q, session %v; in the context of the request as well: %v\n",
		ok, auth.UserID(), auth.OrgRole(), auth.SessionID() != "",
		of.UserID() == auth.UserID() && of.SessionID() == auth.SessionID() && ok == in)
	if err != nil {
		j.note("cannot write: %v", err)
	}
}

// params answers with parameters of the path.
func (j *journal) params(names ...string) Handler {
	return func(x Exchange) {
		for _, name := range names {
			_, _ = fmt.Fprintf(x.W, "%s=%s\n", name, x.Param(name))
		}
		j.who(x)
	}
}
