package backend_test

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/usher-auth/usher/backend"
)

// A request came with an OAuth access token. Clerk says with the status 200 that it is not active: that is an error too.
func ExampleOAuthApplicationsService_VerifyAccessToken() {
	c := stub(map[string]string{"POST /oauth_applications/access_tokens/verify": `{"active":false}`})
	token, err := c.OAuthApplications.VerifyAccessToken(context.Background(),
		&backend.OAuthApplicationVerifyAccessTokenParams{AccessToken: "oat_from_the_request"})
	if errors.Is(err, backend.ErrTokenInactive) || errors.Is(err, backend.ErrNotFound) {
		fmt.Println("401: this token is not accepted")
		return
	}
	if err != nil {
		fmt.Println("500: the token could not be checked")
		return
	}
	fmt.Println(token.Subject, token.Scopes)
	// Output: 401: this token is not accepted
}

// An application gets a logo.
func ExampleOAuthApplicationsService_UploadLogo() {
	c := stub(map[string]string{"PUT /oauth_applications/oa_1/logo": `{"id":"oa_1","client_image_url":"https://img.clerk.test/1"}`})
	logo := &backend.Upload{Filename: "logo.png", ContentType: "image/png", Content: strings.NewReader("…")}
	app, err := c.OAuthApplications.UploadLogo(context.Background(), "oa_1", logo)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(app.ClientImageURL)
	// Output: https://img.clerk.test/1
}
