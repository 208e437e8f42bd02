package backend_test

import (
	"context"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

func ExampleJWTTemplatesService_Create() {
	c := stub(map[string]string{
		"POST /jwt_templates": `{"object": "jwt_template", "id": "jtmp_1", "name": "warehouse", "lifetime": 120,
			"claims": {"role": "reader", "email": "{{user.primary_email_address}}"}}`,
	})

	template, err := c.JWTTemplates.Create(context.Background(), &backend.JWTTemplateCreateParams{
		Name:     "warehouse",
		Claims:   backend.JSON(map[string]any{"role": "reader", "email": "{{user.primary_email_address}}"}),
		Lifetime: backend.Some(120), // seconds
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	var claims struct{ Role, Email string }
	if err := template.Claims.Decode(&claims); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(template.Name, claims.Role, claims.Email)
	// Output: warehouse reader {{user.primary_email_address}}
}
