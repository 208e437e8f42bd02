package middleware

import (
	"net/http"

	"github.com/usher-auth/usher/clerk"
)

// WithNotFoundInstead has guards answer 404 where they would answer 401 or 403, so that a stranger cannot tell a route that
// exists from one that does not. [WriteError] then writes what net/http does for an unknown path; an error handler of one's own
// gets the [Error] with status 404 and the true reason.
//
// A reverification that is missing is still answered with 403, because it is only asked of callers who may come in otherwise,
// and trouble with 5xx. Page guards still send strangers to the sign-in page. Headers are not disguised: where routes must not
// be told apart by them either, mount [Usher.Authenticate] above the router.
func WithNotFoundInstead() Option { return option(func(s *settings) { s.notFound = true }) }

// disguised returns err with the status that the caller is to see.
func (s *settings) disguised(err *Error) *Error {
	if !s.notFound || err.Reverification != nil || err.Status != http.StatusUnauthorized && err.Status != http.StatusForbidden {
		return err
	}
	disguised := *err
	disguised.Status = http.StatusNotFound
	return &disguised
}

// writeNotFound answers as net/http does for an unknown path.
func writeNotFound(w http.ResponseWriter, r *http.Request) {
	w.Header().Del(clerk.HeaderAuthStatus)
	w.Header().Del(clerk.HeaderAuthReason)
	http.NotFound(w, r)
}
