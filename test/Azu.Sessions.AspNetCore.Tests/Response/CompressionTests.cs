using System.IO.Compression;
using System.Text;
using Azu.Sessions.Conformance;

namespace Azu.Sessions.AspNetCore.Tests;

/// <summary>Response compression, on either side of the sessions.</summary>
public sealed class CompressionTests
{
    private static readonly string s_text = string.Concat(Enumerable.Repeat("a page of some length, ", 500));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_compressed_page_arrives_whole_with_its_cookie(bool isInFront)
    {
        await using var app = await StartAsync(isInFront);
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.SendAsync("GET", "/page", "Accept-Encoding: gzip");
        Assert.Equal("gzip", answer["Content-Encoding"]);
        Assert.Equal(s_text, Inflated(answer.Body));
        Assert.Equal("written", (await connection.SendAsync("GET", "/note", answer.CookieLine)).Body);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_failed_commit_is_a_clean_503_that_can_be_read(bool isInFront)
    {
        await using var app = await StartAsync(isInFront);
        app.Outage.Failing = StoreOperations.Create;
        await using var connection = await RawConnection.OpenAsync(app.App);
        var answer = await connection.SendAsync("GET", "/page", "Accept-Encoding: gzip");
        Assert.Equal(503, answer.Status);
        Assert.True(answer.IsComplete);
        Assert.NotNull(answer["Retry-After"]);
        var text = answer["Content-Encoding"] == "gzip" ? Inflated(answer.Body) : answer.Body;
        Assert.Contains("nothing was saved", text, StringComparison.Ordinal);
        Assert.EndsWith("}", text, StringComparison.Ordinal);
        Assert.Equal("none", (await connection.SendAsync("GET", "/note")).Body);
    }

    private static string Inflated(string latin1)
    {
        using var gzip = new GZipStream(new MemoryStream(Encoding.Latin1.GetBytes(latin1)), CompressionMode.Decompress);
        using var reader = new StreamReader(gzip);
        return reader.ReadToEnd();
    }

    private static Task<StoreApp> StartAsync(bool isInFront) => StoreApp.StartAsync<Visits>(
        a =>
        {
            if (isInFront) a.UseResponseCompression();
            a.UseAzuSessions();
            if (!isInFront) a.UseResponseCompression();
            a.MapVisits();
            a.MapGet("/page", (Session<Visits> session) =>
            {
                session.Data = session.Data with { Note = "written" };
                return s_text;
            });
        },
        configure: b => b.Services.AddResponseCompression());
}
