package contract

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"reflect"
	"strings"
	"time"

	"github.com/usher-auth/usher/backend"
)

// An invocation is what a method is called with.
type invocation struct {
	ids     []string
	body    any  // the sample of the JSON body
	empty   bool // params are nil
	query   map[string]any
	outside bool // the fields that the document does not know are set too
	form    map[string]string
	file    io.Reader
}

// The file of uploads.
const (
	fileName = `lo"go é.png`
	fileType = "image/png"
	fileText = "\x89PNG not much of an image"
)

// idsFor returns an id for each parameter of the path, all different.
func idsFor(op *operation) []string {
	var ids []string
	for i := range op.pathParams {
		ids = append(ids, fmt.Sprintf("id_%d", i))
	}
	return ids
}

// invoke calls a method. The error is that of the method, the problem one of its form: the check does not know how to call it
// with what the invocation has.
func invoke(method reflect.Value, in invocation) (results []reflect.Value, err error, problem error) {
	args, problem := arguments(method.Type(), in)
	if problem != nil {
		return nil, nil, problem
	}
	results = method.Call(args)
	if last := len(results) - 1; last >= 0 && results[last].Type() == errorType {
		err, _ = results[last].Interface().(error)
		results = results[:last]
	}
	return results, err, nil
}

// arguments makes the arguments of a method: the context, the ids of the path, and whatever else it takes.
func arguments(t reflect.Type, in invocation) ([]reflect.Value, error) {
	args := []reflect.Value{reflect.ValueOf(context.Background())}
	ids := in.ids
	for i := 1; i < t.NumIn(); i++ {
		arg := reflect.New(t.In(i)).Elem()
		switch {
		case arg.Kind() == reflect.String && len(ids) > 0:
			arg.SetString(ids[0])
			ids = ids[1:]
		case inner(t.In(i)) == uploadType:
			upload := &backend.Upload{
				Filename: fileName, ContentType: fileType, Content: in.file, UploaderUserID: in.form["uploader_user_id"],
			}
			if arg.Kind() == reflect.Pointer {
				arg.Set(reflect.ValueOf(upload))
			} else {
				arg.Set(reflect.ValueOf(upload).Elem())
			}
		case in.empty:
		default:
			if err := fillParams(arg, in); err != nil {
				return nil, err
			}
		}
		args = append(args, arg)
	}
	if len(ids) > 0 {
		return nil, fmt.Errorf("the method takes too few texts: the path has %d ids", len(in.ids))
	}
	return args, nil
}

// fillParams puts the body and the query of an invocation into params.
func fillParams(arg reflect.Value, in invocation) error {
	if arg.Kind() == reflect.Pointer {
		arg.Set(reflect.New(arg.Type().Elem()))
	}
	if in.body != nil {
		in.body = adapt(in.body, arg.Type())
		data, err := json.Marshal(in.body)
		if err != nil {
			return err
		}
		// A field that the params do not have is missing in the request, where the comparison with the sample reports it.
		if err := json.Unmarshal(data, arg.Addr().Interface()); err != nil {
			return fmt.Errorf("the params do not take the body of the document: %w", err)
		}
	}
	params := reflect.Indirect(arg)
	if params.Kind() != reflect.Struct {
		return nil
	}
	for _, f := range fieldsOf(params.Type(), "query") {
		value, known := in.query[f.wire]
		if !known && f.outside && in.outside {
			value, known = outsideValue(f.Type), true
		}
		if known {
			value = adapt(value, f.Type)
			if in.query[f.wire] != nil {
				in.query[f.wire] = value // what is sent is compared with it
			}
			if err := setQuery(params.FieldByIndex(f.Index), value); err != nil {
				return fmt.Errorf("%s of the query: %w", f.wire, err)
			}
		}
	}
	if !in.outside {
		return nil
	}
	for _, f := range fieldsOf(params.Type(), "json") {
		if f.outside {
			if err := setQuery(params.FieldByIndex(f.Index), outsideValue(f.Type)); err != nil {
				return fmt.Errorf("%s: %w", f.wire, err)
			}
		}
	}
	return nil
}

// outsideValue returns a value for a field that no schema describes.
func outsideValue(t reflect.Type) any {
	switch inner(t).Kind() {
	case reflect.Bool:
		return true
	case reflect.String:
		return "outside"
	case reflect.Slice:
		return []any{outsideValue(inner(t).Elem())}
	case reflect.Interface, reflect.Map:
		return map[string]any{"outside": "value"}
	default:
		return 7
	}
}

// setQuery sets a field to a value of the document, where times are Unix milliseconds and some booleans are texts.
func setQuery(field reflect.Value, value any) error {
	switch t := inner(field.Type()); {
	case t == timeType:
		ms, ok := value.(float64)
		if !ok {
			return fmt.Errorf("the document wants %v, and %s is a time", value, field.Type())
		}
		value = time.UnixMilli(int64(ms)).UTC().Format(time.RFC3339Nano)
	case t.Kind() == reflect.Bool && (value == "true" || value == "false"):
		value = value == "true"
	case t.Kind() == reflect.Slice && reflect.TypeOf(value).Kind() != reflect.Slice:
		return fmt.Errorf("the document wants one value, and %s is a list", field.Type())
	}
	data, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, field.Addr().Interface())
}

// queryTexts returns a query as it has to go over the wire.
func queryTexts(op *operation, query map[string]any) url.Values {
	texts := url.Values{}
	for _, p := range op.params {
		if p.name == "paginated" && query[p.name] == nil {
			texts.Set(p.name, "true")
		}
		value, set := query[p.name]
		switch value := value.(type) {
		case []any:
			for _, item := range value {
				texts.Add(p.name, queryText(item))
			}
			if p.joined && len(value) > 0 {
				texts[p.name] = []string{strings.Join(texts[p.name], ",")}
			}
		default:
			if set {
				texts.Set(p.name, queryText(value))
			}
		}
	}
	return texts
}

func queryText(value any) string {
	if number, ok := value.(float64); ok {
		return fmt.Sprintf("%.0f", number)
	}
	return fmt.Sprint(value)
}
