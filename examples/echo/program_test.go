package main

import (
	"testing"

	"go.uber.org/goleak"

	"github.com/usher-auth/usher/examples/internal/apptest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestTheProgram(t *testing.T) { apptest.Run(t, example()) }
