package revocation

import (
	"context"

	"github.com/usher-auth/usher/backend"
	"github.com/usher-auth/usher/webhooks"
)

// Feed registers the functions with a receiver of webhooks that put sessions which are over on the list, and users who were deleted: for
// session.revoked, session.ended, session.removed and user.deleted. Subscribe the endpoint to these. Other functions for the same
// events run too. An event for which there is no room fails, and comes again.
//
// A store of ids that several processes share has an event handled by one of them; the list of the others does not learn of it that
// way.
func (l *List) Feed(mux *webhooks.Mux) {
	webhooks.OnData(mux, func(_ context.Context, _ *webhooks.Event, over *webhooks.Session) error {
		return l.RevokeSession(over.ID)
	}, webhooks.TypeSessionRevoked, webhooks.TypeSessionEnded, webhooks.TypeSessionRemoved)
	webhooks.OnData(mux, func(_ context.Context, _ *webhooks.Event, gone *backend.DeletedObject) error {
		return l.RevokeUser(gone.ID)
	}, webhooks.TypeUserDeleted)
}
