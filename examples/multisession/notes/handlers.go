package notes

import (
	"net/http"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/middleware"
	"github.com/usher-auth/usher/multisession"
)

// showNotebook shows the notebook of the account that the request acts as. Everything on the page names that account's session: an
// address without a name shows whoever was last active, and what is shown then stays the same account's.
func (a *App) showNotebook(w http.ResponseWriter, r *http.Request) {
	me, _ := authobject.FromContext(r.Context())
	a.show(w, http.StatusOK, "notebook", notebookPage{
		Me: a.nameOf(me.UserID()), UserID: me.UserID(), SessionID: me.SessionID(), Mode: a.mode,
		Notes:  a.notes.of(me.UserID()),
		Add:    multisession.URL(me, "/notes"),
		Reload: multisession.URL(me, "/"),
		Others: a.others(r, me),
		Switch: a.auth.SignInURL(r, "/"),
		Leave:  a.signOutURL(),
	})
}

// addNote writes into the notebook of the account whose session the form names. The guard has seen to it that this is also the one
// that acts.
func (a *App) addNote(w http.ResponseWriter, r *http.Request) {
	me, _ := authobject.FromContext(r.Context())
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "the form cannot be read", http.StatusBadRequest)
		return
	}
	a.notes.add(me.UserID(), r.PostForm.Get("text"))
	http.Redirect(w, r, multisession.URL(me, "/"), http.StatusSeeOther)
}

// showRefusal says what happened, why, and how to go on.
func (a *App) showRefusal(w http.ResponseWriter, r *http.Request, err *middleware.Error) {
	title := "This did not work"
	switch {
	case err.Reason == clerk.ReasonSessionMismatch || err.Reason == clerk.ReasonSessionNotOfClient || err.Reason == clerk.ReasonSessionEnded:
		title = "That was another account's page"
	case err.Status == http.StatusServiceUnavailable:
		title = "Try again in a moment"
	}
	a.show(w, err.Status, "refusal", refusalPage{Title: title, Detail: err.Detail, Reason: err.Reason, Switch: a.auth.SignInURL(r, "/")})
}

// others returns the further accounts of the browser. With the policy lookup a tab can be opened for each, since a request may then
// name any of them; otherwise the account portal switches for all tabs.
func (a *App) others(r *http.Request, me *authobject.Auth) []other {
	sessions, err := multisession.Sessions(r.Context(), a.client, me)
	if err != nil {
		return nil // the page is as good without
	}
	var list []other
	for _, s := range sessions {
		if s.Acting {
			continue
		}
		o := other{Name: a.nameOf(s.UserID), UserID: s.UserID, InFront: s.LastActive}
		if a.mode == multisession.Lookup {
			o.Open = "/?" + clerk.QuerySessionID + "=" + s.ID
		}
		list = append(list, o)
	}
	return list
}

func (a *App) nameOf(userID string) string {
	if user, ok := a.clerk.User(userID); ok {
		return user.FirstName
	}
	return userID
}

func (a *App) signOutURL() string {
	return a.clerk.SignOutURL() + "?" + clerk.QueryRedirectURL + "=" + queryEscape(a.origin+"/")
}
