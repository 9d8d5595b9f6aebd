using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Azu.Sessions;

/// <summary>The forms in which a client can be told what is wrong.</summary>
internal enum AnswerForm
{
    /// <summary>Problem details (RFC 9457), for programs, and for clients that do not say what they want.</summary>
    Problem,

    /// <summary>A page, for people.</summary>
    Page,

    /// <summary>Plain text, for clients that want neither.</summary>
    Text,
}

/// <summary>Reads from <c>Accept</c> which form a client wants.</summary>
internal static class AnswerForms
{
    public static AnswerForm Of(HttpRequest request)
    {
        if (request.Headers.Accept.Count == 0) return AnswerForm.Problem;
        var isScript = string.Equals(request.Headers.XRequestedWith, "XMLHttpRequest", StringComparison.OrdinalIgnoreCase);
        var accepted = request.GetTypedHeaders().Accept.Where(m => m.Quality is not 0).OrderByDescending(m => m.Quality ?? 1).ToArray();
        // Wildcards come last: a browser that names HTML and "anything else" wants HTML.
        foreach (var type in accepted)
        {
            if (IsPage(type) && !isScript) return AnswerForm.Page;
            if (IsJson(type)) return AnswerForm.Problem;
        }

        return isScript || accepted.Length == 0 || accepted.Any(m => m.MatchesAllTypes || (m.MatchesAllSubTypes && m.Type == "application"))
            ? AnswerForm.Problem
            : AnswerForm.Text;
    }

    private static bool IsPage(MediaTypeHeaderValue type) =>
        type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.Equals("application/xhtml+xml", StringComparison.OrdinalIgnoreCase);

    private static bool IsJson(MediaTypeHeaderValue type) =>
        type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase);
}
