package backend_test

import (
	"context"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

func ExampleTemplatesService_List() {
	c := stub(map[string]string{
		"GET /templates/sms": `{"data": [{"object": "template", "slug": "verification_code", "body": "{{otp_code}} is your code"}], "total_count": 1}`,
	})

	page, err := c.Templates.List(context.Background(), backend.TemplateTypeSMS, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, template := range page.Data {
		fmt.Println(template.Slug+":", template.Body)
	}
	// Output: verification_code: {{otp_code}} is your code
}
