package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/usher-auth/usher/clerk"
	"github.com/usher-auth/usher/clerktest"
)

// A sendSetup is what the command lines of usher webhook have in common.
type sendSetup struct{ secret string }

// sender starts an instance that signs.
func sender() (*clerktest.Clerk, error) { return clerktest.Start(clerktest.Config{}) }

// secrets returns the secret to sign with: that of the flag, or those of the environment.
func (s sendSetup) secrets(getenv func(string) string) ([]string, error) {
	if s.secret != "" {
		if _, err := clerk.ParseWebhookSigningSecret(s.secret); err != nil {
			return nil, usageError("-secret: " + err.Error())
		}
		return []string{s.secret}, nil
	}
	instance, err := clerk.Options{Getenv: getenv}.Resolve()
	if err != nil && !keyless(err) {
		return nil, err
	}
	var all []string
	if err != nil {
		instance = &clerk.Instance{} // with nothing in it
	}
	for _, secret := range instance.WebhookSigningSecrets {
		all = append(all, secret.Reveal())
	}
	if len(all) == 0 {
		return nil, errors.New("there is nothing to sign with; give -secret, or set CLERK_WEBHOOK_SIGNING_SECRET to the secret that the receiver has")
	}
	return all, nil
}

// deliver sends an event and prints the answer.
func deliver(ctx context.Context, t terminal, w *clerktest.Webhook, id, eventType, url string) error {
	answer, err := w.Send(ctx, url)
	if err != nil {
		return err
	}
	t.print("%s %s: %d %s\n", eventType, id, answer.Code, http.StatusText(answer.Code))
	if text := strings.TrimSpace(answer.Body.String()); text != "" {
		t.print("%.1000s\n", text)
	}
	if answer.Code/100 != 2 {
		return fmt.Errorf("the receiver did not take the event; Clerk would deliver it again, under the same id")
	}
	return nil
}

var webhookSendCommand = command{
	name: "webhook send", args: " URL", summary: "signs an example of an event and delivers it to a URL",
	about: `
Signs an event as Clerk does and delivers it once to a URL. What happened is an example, or the JSON of -data. The exit code is 0 if the
receiver answers 2xx, and else 1.`,
	define: func(f *flag.FlagSet) func(context.Context, terminal, []string) error {
		var s sendSetup
		var eventType, data, id string
		var listed bool
		f.StringVar(&eventType, "type", "user.created", "the `type` of the event")
		f.StringVar(&data, "data", "", "a `file` with the data of the event as JSON, or - for the standard input (default an example)")
		f.StringVar(&id, "id", "", "the `id` of the event (default a new one)")
		f.StringVar(&s.secret, "secret", "", "the signing secret, `whsec_…` (default CLERK_WEBHOOK_SIGNING_SECRET)")
		f.BoolVar(&listed, "list", false, "list the types that there are examples of")
		return func(ctx context.Context, t terminal, args []string) error {
			if err := atMost(1, args); err != nil {
				return err
			}
			if listed {
				return listExamples(ctx, t)
			}
			if len(args) == 0 {
				return usageError("there is no URL to deliver to, as in http://127.0.0.1:8080/webhooks/clerk")
			}
			secrets, err := s.secrets(t.getenv)
			if err != nil {
				return err
			}
			content, err := eventData(ctx, t, eventType, data)
			if err != nil {
				return err
			}
			ck, err := sender()
			if err != nil {
				return err
			}
			defer func() { _ = ck.Close() }()
			if id == "" {
				id = fmt.Sprintf("msg_%d", time.Now().UnixNano())
			}
			return deliver(ctx, t, ck.Webhook(eventType, content).ID(id).Secrets(secrets...), id, eventType, args[0])
		}
	},
}

// eventData returns what an event tells: what a file has, or an example.
func eventData(ctx context.Context, t terminal, eventType, file string) (json.RawMessage, error) {
	if file == "" {
		return example(ctx, eventType)
	}
	read := func() ([]byte, error) { return readFile(file) }
	if file == "-" {
		read = func() ([]byte, error) { return io.ReadAll(io.LimitReader(t.in, maxAnswer)) }
	}
	text, err := read()
	if err != nil {
		return nil, fmt.Errorf("-data: %w", err)
	}
	if !json.Valid(text) {
		return nil, errors.New("-data: that is no JSON; it is the member data of an event, such as a user")
	}
	return text, nil
}

var webhookReplayCommand = command{
	name: "webhook replay", args: " [ID]", summary: "delivers an event again that the emulator has sent",
	about: `
Delivers an event once more, under the same id and signed anew: one that the running usher dev has sent, by its id, or one that a file
holds as it was sent. Without an id and a file it lists the events of the running usher dev, the newest first.`,
	define: func(f *flag.FlagSet) func(context.Context, terminal, []string) error {
		var s sendSetup
		var p place
		var file, to string
		p.define(f)
		f.StringVar(&to, "to", "", "the `URL` to deliver to (default where it went)")
		f.StringVar(&file, "file", "", "a `file` with the body of an event as it was delivered; needs -to")
		f.StringVar(&s.secret, "secret", "", "the signing secret, `whsec_…` (default CLERK_WEBHOOK_SIGNING_SECRET)")
		return func(ctx context.Context, t terminal, args []string) error {
			if err := atMost(1, args); err != nil {
				return err
			}
			if file != "" && to == "" {
				return usageError("-file needs -to, the URL to deliver to")
			}
			if file == "" && len(args) == 0 {
				return listStored(ctx, t, p)
			}
			event, err := storedEvent(ctx, t, p, file, args)
			if err != nil {
				return err
			}
			secrets, err := s.secrets(t.getenv)
			if err != nil {
				return err
			}
			if to == "" {
				to = event.URL
			}
			ck, err := sender()
			if err != nil {
				return err
			}
			defer func() { _ = ck.Close() }()
			return deliver(ctx, t, ck.Webhook(event.Type, nil).ID(event.ID).Raw(event.Body).Secrets(secrets...), event.ID, event.Type, to)
		}
	},
}

// storedEvents asks the running usher dev.
func storedEvents(ctx context.Context, t terminal, p place) (all []stored, err error) {
	dev, err := p.find(t.getenv)
	if err != nil {
		return nil, err
	}
	return all, dev.ask(ctx, http.MethodGet, "webhooks", nil, &all)
}

func listStored(ctx context.Context, t terminal, p place) error {
	all, err := storedEvents(ctx, t, p)
	if err != nil {
		return err
	}
	for i := len(all) - 1; i >= 0; i-- {
		t.print("%s  %-32s %-10s attempts=%d  %s\n", all[i].ID, all[i].Type, all[i].State, all[i].Attempts, all[i].URL)
	}
	if len(all) == 0 {
		t.note("usher webhook replay: usher dev has sent no events; -webhook-url says where they go.\n")
	}
	return nil
}

// storedEvent returns the event that a file or an id names.
func storedEvent(ctx context.Context, t terminal, p place, file string, args []string) (stored, error) {
	if file != "" {
		text, err := readFile(file)
		if err != nil {
			return stored{}, fmt.Errorf("-file: %w", err)
		}
		var envelope struct{ Type string }
		if json.Unmarshal(text, &envelope) != nil || envelope.Type == "" {
			return stored{}, errors.New("-file: that is no event; it is a JSON object with the members type and data")
		}
		event := stored{ID: fmt.Sprintf("msg_%d", time.Now().UnixNano()), Type: envelope.Type, Body: text}
		if len(args) > 0 {
			event.ID = args[0]
		}
		return event, nil
	}
	all, err := storedEvents(ctx, t, p)
	if err != nil {
		return stored{}, err
	}
	for _, event := range all {
		if event.ID == args[0] {
			return event, nil
		}
	}
	return stored{}, fmt.Errorf("usher dev has sent no event %.80q, or has forgotten it; usher webhook replay lists those that it knows", args[0])
}
