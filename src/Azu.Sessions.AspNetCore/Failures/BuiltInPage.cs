using System.Text.Encodings.Web;

namespace Azu.Sessions;

/// <summary>The page that people see where the application has none of its own.</summary>
internal static class BuiltInPage
{
    /// <summary>
    /// Writes it. It has no style sheet and no style attribute: a Content-Security-Policy of the application would refuse them. The old elements
    /// are drawn by every browser, and no policy is about them.
    /// </summary>
    public static string Write(SessionFailure failure, bool isRepeatable)
    {
        var title = HtmlEncoder.Default.Encode(TitleOf(failure.Reason));
        var repeat = isRepeatable ? """<p><a href="">Try again</a></p>""" : "";
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            </head>
            <body>
            <center><font face="system-ui, sans-serif">
            <br><br>
            <h1>{title}</h1>
            <p>{HtmlEncoder.Default.Encode(failure.Message)}</p>
            {repeat}
            </font></center>
            </body>
            </html>

            """;
    }

    private static string TitleOf(SessionFailureReason reason) => reason switch
    {
        SessionFailureReason.StoreUnavailable => "Back in a moment",
        SessionFailureReason.SessionEnded => "Your session has ended",
        SessionFailureReason.Conflict => "Something else changed",
        _ => "This browser cannot be used here",
    };
}
