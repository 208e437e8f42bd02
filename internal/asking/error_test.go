package asking_test

import (
	"testing"

	"github.com/usher-auth/usher/internal/asking"
)

func TestErrorsSaySoInASentence(t *testing.T) {
	for _, row := range []struct {
		err  *asking.Error
		want string
	}{
		{&asking.Error{Why: asking.Crowded}, "too many questions wait to be put to Clerk"},
		{&asking.Error{Why: asking.Failed, Err: errDown}, "Clerk did not answer the question: down"},
		{&asking.Error{Err: errDown}, "down"},
	} {
		if got := row.err.Error(); got != row.want {
			t.Errorf("got %q, want %q", got, row.want)
		}
	}
}
