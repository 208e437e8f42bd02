package adaptertest

import "testing"

func TestNetHTTP(t *testing.T) { Run(t, NetHTTP) }
