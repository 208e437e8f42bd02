package authobject

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
)

// machineIDs are the ids that logs tell of a program, with their names. The id of a credential is no secret; its name, scopes and
// claims are left out, because people and machines choose what they say.
func (a *Auth) machineIDs() [][2]string {
	ids := [][2]string{{"machine", string(a.kind)}, {"id", a.tokenID}, {"subject", a.machine.subject}, {"client", a.machine.clientID}}
	var present [][2]string
	for _, id := range ids {
		if id[1] != "" {
			present = append(present, id)
		}
	}
	return present
}

func (a *Auth) machineString() string {
	var parts []string
	for _, id := range a.machineIDs() {
		parts = append(parts, fmt.Sprintf("%s=%s", id[0], id[1]))
	}
	return strings.Join(parts, " ")
}

func (a *Auth) machineLogValue() slog.Value {
	attrs := []slog.Attr{slog.Bool("signed_in", false)}
	for _, id := range a.machineIDs() {
		attrs = append(attrs, slog.String(id[0], id[1]))
	}
	return slog.GroupValue(attrs...)
}

func (a *Auth) machineJSON() ([]byte, error) {
	return json.Marshal(struct {
		SignedIn      bool      `json:"signedIn"`
		Authenticated bool      `json:"authenticated"`
		Kind          TokenKind `json:"tokenType"`
		ID            string    `json:"id,omitempty"`
		Subject       string    `json:"subject"`
		Name          string    `json:"name,omitempty"`
		UserID        string    `json:"userId,omitempty"`
		OrgID         string    `json:"orgId,omitempty"`
		MachineID     string    `json:"machineId,omitempty"`
		ClientID      string    `json:"clientId,omitempty"`
		Scopes        []string  `json:"scopes,omitempty"`
	}{
		Authenticated: true, Kind: a.kind, ID: a.tokenID, Subject: a.machine.subject, Name: a.machine.name, UserID: a.userID,
		OrgID: a.org.id, MachineID: a.MachineID(), ClientID: a.machine.clientID, Scopes: a.machine.scopes,
	})
}
