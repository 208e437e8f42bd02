package webhooks_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/webhooks"
)

// genuine is a second opinion, in as few words as possible: some "v1," item is the signature of exactly these bytes.
func genuine(id, timestamp, signatures, body string) bool {
	want := sign(id, timestamp, body)
	for item := range strings.FieldsSeq(signatures) {
		if item == want {
			return true
		}
	}
	return false
}

// FuzzVerify gives hostile headers and bodies to a verifier. Whatever they are: no panic, nothing accepted that was not signed,
// and each refusal has a reason. With resign, the delivery is signed, so that the parser behind the signature is reached.
func FuzzVerify(f *testing.F) {
	for _, row := range [][4]string{
		{vectorID, vectorTimestamp, vectorSignature, vectorBody},
		{vectorID, vectorTimestamp, "v2,x " + vectorSignature, vectorBody},
		{vectorID, "+" + vectorTimestamp, vectorSignature, vectorBody},
		{vectorID, "0" + vectorTimestamp, vectorSignature, vectorBody},
		{vectorID, "99999999999999999999", vectorSignature, vectorBody},
		{vectorID, vectorTimestamp, vectorSignature + "," + vectorSignature, vectorBody},
		{vectorID, vectorTimestamp, "v1, v1,= ,, v1", vectorBody},
		{vectorID + "." + vectorTimestamp, "1", vectorSignature, vectorBody},
		{"", "", "", ""},
		{vectorID, vectorTimestamp, vectorSignature, `{"type":"user.created","data":{"id":"user_1"},"timestamp":1716883200}`},
		{vectorID, vectorTimestamp, vectorSignature, `{"type":"session.created","data":{"user":{"id":[]}},"timestamp":-1e999}`},
		{vectorID, vectorTimestamp, vectorSignature, `{"type":"sms.created","data":{"created_at":1e30}}`},
		{vectorID, vectorTimestamp, vectorSignature, `{"type":{},"data":null}`},
		{vectorID, vectorTimestamp, vectorSignature, "[[[[[[\xff\x00"},
	} {
		for _, resign := range []bool{false, true} {
			f.Add(row[0], row[1], row[2], row[3], resign)
		}
	}
	verifier := vectorVerifier(f, time.Unix(1614265330, 0))
	mux, err := webhooks.NewMux(verifier)
	if err != nil {
		f.Fatal(err)
	}
	var got []decoded
	onEverything(mux, &got)
	mux.HandleOther(func(context.Context, *webhooks.Event) error { return nil })
	f.Fuzz(func(t *testing.T, id, timestamp, signatures, body string, resign bool) {
		header := http.Header{"Svix-Id": {id}, "Svix-Timestamp": {timestamp}, "Svix-Signature": {signatures}}
		if resign {
			signatures = sign(id, timestamp, body)
			header.Set("Svix-Signature", signatures)
		}
		event, err := verifier.Verify(header, []byte(body))
		var refusal *webhooks.Error
		switch {
		case err == nil && !genuine(id, timestamp, signatures, body):
			t.Fatal("accepted what nobody has signed")
		case err == nil && (event.ID != id || string(event.Raw) != body):
			t.Fatalf("got %#v", event)
		case err != nil && (event != nil || !errors.As(err, &refusal) || refusal.Reason == "" || refusal.Status < 400):
			t.Fatalf("got %v, %v", event, err)
		}
		got = nil
		r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
		r.Header = header
		answer := httptest.NewRecorder()
		mux.ServeHTTP(answer, r)
		if handled := answer.Code == http.StatusNoContent; handled && err != nil || len(got) > 1 || (len(got) > 0 && !handled) {
			t.Fatalf("status %d after %v", answer.Code, err)
		}
	})
}

func sign(id, timestamp, body string) string {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(vectorSecret, "whsec_"))
	if err != nil {
		panic(err)
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(id + "." + timestamp + "." + body))
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}
