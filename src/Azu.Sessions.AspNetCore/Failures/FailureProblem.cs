using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace Azu.Sessions;

/// <summary>A failure as problem details.</summary>
internal static class FailureProblem
{
    /// <summary>The member that tells programs the reason, in camel case.</summary>
    private const string Reason = "reason";

    /// <summary>What the application's own service completes and writes.</summary>
    public static ProblemDetailsContext ContextOf(HttpContext context, SessionFailure failure) => new()
    {
        HttpContext = context,
        ProblemDetails = new ProblemDetails
        {
            Status = failure.StatusCode,
            Title = ReasonPhrases.GetReasonPhrase(failure.StatusCode),
            Detail = failure.Message,
            Extensions = { [Reason] = NameOf(failure.Reason) },
        },
    };

    /// <summary>The same as JSON, for applications without that service.</summary>
    public static ReadOnlyMemory<byte> Write(SessionFailure failure)
    {
        var json = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(json);
        writer.WriteStartObject();
        writer.WriteString("title", ReasonPhrases.GetReasonPhrase(failure.StatusCode));
        writer.WriteNumber("status", failure.StatusCode);
        writer.WriteString("detail", failure.Message);
        writer.WriteString(Reason, NameOf(failure.Reason));
        writer.WriteEndObject();
        writer.Flush();
        return json.WrittenMemory;
    }

    private static string NameOf(SessionFailureReason reason) => JsonNamingPolicy.CamelCase.ConvertName(reason.ToString());
}
