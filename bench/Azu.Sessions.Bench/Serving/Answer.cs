namespace Azu.Sessions.Bench;

/// <summary>What every endpoint of every application answers.</summary>
internal static class Answer
{
    public static Task WriteAsync(HttpContext context, string? userName)
    {
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(userName ?? "nobody");
    }
}
