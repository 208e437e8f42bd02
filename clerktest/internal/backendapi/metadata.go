package backendapi

import (
	"encoding/json"
	"maps"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// maxMetadata is how many bytes one kind of metadata may have as JSON (Clerk: user metadata).
const maxMetadata = 8 << 10

// A metadataParam is the params of metadata of one kind, and the place of what is there.
type metadataParam struct {
	name  string
	sent  Opt[world.Metadata]
	place *world.Metadata
}

// mergeMetadata returns old with changes merged into it, as RFC 7396 says: objects merge with objects, null removes a member,
// and anything else takes the place of what was there. old is not changed.
func mergeMetadata(old, changes world.Metadata) world.Metadata {
	merged := maps.Clone(old)
	if merged == nil {
		merged = world.Metadata{}
	}
	for name, change := range changes {
		switch change := change.(type) {
		case nil:
			delete(merged, name)
		case map[string]any:
			before, _ := merged[name].(map[string]any)
			merged[name] = mergeMetadata(before, change)
		default:
			merged[name] = change
		}
	}
	return merged
}

// replaceMetadata returns what was sent.
func replaceMetadata(_, sent world.Metadata) world.Metadata { return sent }

// putMetadata puts what change makes of the old metadata and of what was sent into its place. What was not sent stays.
func putMetadata(change func(old, sent world.Metadata) world.Metadata, params ...metadataParam) error {
	var p problems
	for _, m := range params {
		if m.sent.Set {
			*m.place = change(*m.place, m.sent.Value)
			checkMetadata(m.name, *m.place, &p)
		}
	}
	return p.refusal()
}

// checkMetadata refuses metadata that is too large.
func checkMetadata(name string, object world.Metadata, p *problems) {
	if text, err := json.Marshal(object); err != nil || len(text) > maxMetadata {
		p.add(refusal.About(name, "form_param_exceeds_allowed_size", "is too large",
			"must not have over %d bytes as JSON, and would have %d.", maxMetadata, len(text)))
	}
}
