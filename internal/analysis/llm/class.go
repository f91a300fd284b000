package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"strings"

	openai "github.com/sashabaranov/go-openai"
)

// Class is what became of a call. Each class has one action.
type Class string

// The classes.
const (
	// OK: there is a complete answer.
	OK Class = "ok"
	// RateLimited: wait as told, or put the job off.
	RateLimited Class = "rate limited"
	// Denied: key, quota or billing; nothing more is asked for a while.
	Denied Class = "denied"
	// Server: the endpoint failed; ask again, three times in all.
	Server Class = "server"
	// Timeout: ask again with more time, then cut the window.
	Timeout Class = "timeout"
	// Stopped: the job's own context ended.
	Stopped Class = "stopped"
	// Transport: the answer broke off or is not JSON; ask again once.
	Transport Class = "transport"
	// Refused: the model declined; the window is left.
	Refused Class = "refused"
	// Filtered: a content filter; cut to isolate the block.
	Filtered Class = "filtered"
	// Truncated: the answer hit its limit; ask for more, then cut.
	Truncated Class = "truncated"
	// Overflow: the question is too long; cut the window.
	Overflow Class = "overflow"
	// Unsupported: the endpoint does not take a parameter; drop it.
	Unsupported Class = "unsupported"
	// Rejected: any other refusal of the request; nothing helps.
	Rejected Class = "rejected"
)

// Reply is what a call brought: the library's view of it, and what the wire
// saw, which the library drops on errors.
type Reply struct {
	Response openai.ChatCompletionResponse
	Status   int
	Header   http.Header
	Body     []byte
	// PromptBytes is how long the question was.
	PromptBytes int
	// Param is set by Classify for Unsupported: the parameter to drop.
	Param string
	// Jailbreak is set by Classify where a filter reports an injection.
	Jailbreak bool
}

// Classify says what became of a call. It is the only place that looks at
// errors of the library, *RequestError before *APIError: a *RequestError
// unwraps to an empty *APIError where a server sends an error of another shape.
func Classify(ctx context.Context, err error, r *Reply) Class {
	if ctx.Err() != nil {
		return Stopped
	}
	if err == nil {
		return classifyAnswer(r)
	}
	if req, ok := errors.AsType[*openai.RequestError](err); ok {
		return classifyStatus(req.HTTPStatusCode, failureIn(req.Body), r)
	}
	if api, ok := errors.AsType[*openai.APIError](err); ok && api.HTTPStatusCode != 0 {
		return classifyStatus(api.HTTPStatusCode, failureOf(api), r)
	}
	if isClientSide(err) {
		return Rejected
	}
	var timeout net.Error
	if errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout() {
		return Timeout
	}
	return Transport
}

// isClientSide finds refusals of the library itself: no request was sent.
func isClientSide(err error) bool {
	for _, e := range []error{
		openai.ErrReasoningModelLimitationsOther, openai.ErrReasoningModelLimitationsLogprobs,
		openai.ErrReasoningModelMaxTokensDeprecated, openai.ErrChatCompletionInvalidModel,
		openai.ErrReasoningEffortUnsupported, openai.ErrReasoningSamplingUnsupported, errRedirect,
	} {
		if errors.Is(err, e) {
			return true
		}
	}
	return false
}

// failure is what an endpoint says of an error, whatever shape it has.
type failure struct {
	code, param, message string
	jailbreak            bool
}

// failureOf reads the library's error. Code is a string or a number.
func failureOf(api *openai.APIError) failure {
	f := failure{code: fmt.Sprint(api.Code), message: api.Message}
	if api.Code == nil {
		f.code = api.Type
	}
	if api.Param != nil {
		f.param = *api.Param
	}
	if api.InnerError != nil {
		f.jailbreak = api.InnerError.ContentFilterResults.JailBreak.Detected
		if f.code == "" {
			f.code = api.InnerError.Code
		}
	}
	return f
}

// failureIn reads a body that the library could not: an error that is a
// string, or an error object that is the whole body.
func failureIn(body []byte) failure {
	var shape struct {
		Error   json.RawMessage `json:"error"`
		Message string          `json:"message"`
		Code    any             `json:"code"`
		Type    string          `json:"error_type"`
	}
	if json.Unmarshal(body, &shape) != nil {
		return failure{message: string(body)}
	}
	f := failure{message: shape.Message, code: shape.Type}
	if shape.Code != nil {
		f.code = fmt.Sprint(shape.Code)
	}
	var text string
	if json.Unmarshal(shape.Error, &text) == nil {
		f.message = text
	} else if len(shape.Error) > 0 {
		f.message = string(shape.Error)
	}
	return f
}

var (
	overflowText  = regexp.MustCompile(`(?i)context_length_exceeded|maximum context length|context (window|size|length)|prompt is too long|too many tokens|inputs?.{0,20}tokens.{0,40}must be`)
	quotaText     = regexp.MustCompile(`(?i)insufficient_quota|billing_(hard_limit|not_active)|exceeded your current quota|credit balance`)
	filterText    = regexp.MustCompile(`(?i)content_filter|content_policy_violation|ResponsibleAIPolicyViolation`)
	supportText   = regexp.MustCompile(`(?i)unsupported_(value|parameter)|unrecognized request argument|(is|are) not supported|does not support|extra_forbidden|extra inputs are not permitted`)
	parameterText = regexp.MustCompile(`temperature|prompt_cache_key|max_completion_tokens|max_tokens|response_format|json_schema|json_object|reasoning_effort`)
)

// classifyStatus judges an answer with a status that tells of a failure.
func classifyStatus(status int, f failure, r *Reply) Class {
	said := f.code + " " + f.message
	r.Jailbreak = f.jailbreak
	switch {
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusPaymentRequired:
		return Denied
	case status == http.StatusTooManyRequests && quotaText.MatchString(said):
		return Denied
	case status == http.StatusTooManyRequests:
		return RateLimited
	case status >= 500, status == http.StatusRequestTimeout, status == http.StatusConflict:
		return Server
	case filterText.MatchString(said):
		return Filtered
	case overflowText.MatchString(said), status == http.StatusRequestEntityTooLarge:
		return Overflow
	case supportText.MatchString(said):
		if r.Param = parameterText.FindString(f.param); r.Param == "" {
			r.Param = parameterText.FindString(f.message)
		}
		if r.Param != "" {
			return Unsupported
		}
	}
	return Rejected
}

// classifyAnswer judges an answer that looks like a success.
func classifyAnswer(r *Reply) Class {
	if len(r.Response.Choices) == 0 {
		return Server
	}
	c := r.Response.Choices[0]
	r.Jailbreak = r.Jailbreak || c.ContentFilterResults.JailBreak.Detected
	text := strings.TrimSpace(c.Message.Content)
	switch {
	case c.Message.Refusal != "":
		return Refused
	case c.FinishReason == openai.FinishReasonContentFilter:
		return Filtered
	case silentlyTruncated(r):
		return Overflow
	case c.FinishReason == openai.FinishReasonLength:
		return Truncated
	case len(c.Message.Content)-len(strings.TrimRight(c.Message.Content, " \t\r\n")) > maxTrailingSpace:
		return Truncated
	case text == "" && reasoned(r):
		return Truncated
	case text == "":
		return Server
	}
	return OK
}

// maxTrailingSpace is how much white space an answer may end in before the
// model is taken to have fallen into a loop.
const maxTrailingSpace = 200

// reasoned reports whether an empty answer spent its tokens on thought.
func reasoned(r *Reply) bool {
	d := r.Response.Usage.CompletionTokensDetails
	return d != nil && d.ReasoningTokens > 0 || r.Response.Choices[0].Message.ReasoningContent != "" ||
		r.Response.Usage.CompletionTokens > 0
}

// silentlyTruncated reports whether the endpoint read less than was sent: no
// tokeniser makes fewer tokens of a text than one for 5.3 bytes, by a quarter.
func silentlyTruncated(r *Reply) bool {
	n := r.Response.Usage.PromptTokens
	return n > 0 && float64(n) < 0.75*float64(r.PromptBytes)/5.3
}
