using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Azu.Sessions.Scenarios.Tests.Processes;

/// <summary>The quick start, without reflection in JSON and with generated request delegates.</summary>
public sealed class MinimalSampleTests
{
    [Fact]
    public async Task The_minimal_sample_answers_requests()
    {
        using var process = Start();
        try
        {
            var address = await AddressAsync(process);
            using var browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new(), AllowAutoRedirect = false }) { BaseAddress = address };
            Assert.Equal("Hello ", await browser.GetStringAsync("/"));
            (await browser.PostAsync("/cart/apple", null)).EnsureSuccessStatusCode();
            Assert.Equal("/login?failed", (await LogInAsync(browser, "wrong")).Headers.Location?.OriginalString);
            Assert.Equal("Hello ", await browser.GetStringAsync("/"));
            var login = await LogInAsync(browser, "open sesame");
            Assert.Equal((HttpStatusCode.Found, "/"), (login.StatusCode, login.Headers.Location?.OriginalString));
            Assert.Equal("Hello alice", await browser.GetStringAsync("/"));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<HttpResponseMessage> LogInAsync(HttpClient browser, string password)
    {
        var form = await browser.GetStringAsync("/login");
        var token = Regex.Match(form, "name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups;
        return await browser.PostAsync("/login",
            new FormUrlEncodedContent([new("userName", "alice"), new("password", password), new(token["name"].Value, token["value"].Value)]));
    }

    private static Process Start()
    {
        var (program, arguments) = ApplicationProgram.Of("Minimal");
        var start = new ProcessStartInfo(program, [.. arguments, "--urls", "http://127.0.0.1:0"]) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Logging__Console__FormatterName"] = "simple";
        return Process.Start(start)!;
    }

    private static async Task<Uri> AddressAsync(Process process)
    {
        const string Listening = "Now listening on: ";
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            var at = line.IndexOf(Listening, StringComparison.Ordinal);
            if (at >= 0) return new(line[(at + Listening.Length)..].Trim());
        }

        throw new InvalidOperationException("The sample ended before it listened.");
    }
}
