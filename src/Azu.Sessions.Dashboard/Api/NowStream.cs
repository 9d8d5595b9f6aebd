using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Azu.Sessions.Dashboard;

/// <summary>
/// The same every two seconds, as server-sent events. The stream ends itself each minute. The browser opens the next one, whose caller is admitted
/// again: an operator who lost the policy sees nothing for longer than that.
/// </summary>
internal sealed class NowStream(SessionTypes types, NowApi now, TimeProvider time)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_life = TimeSpan.FromMinutes(1);

    public async Task GetAsync(HttpContext context)
    {
        var type = types.Find(context.Request.Query["type"]);
        context.Response.ContentType = "text/event-stream";
        // Some proxies hold a response back until it is whole.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        var stopping = context.RequestServices.GetService<IHostApplicationLifetime>()?.ApplicationStopping ?? CancellationToken.None;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var start = time.GetTimestamp();
        try
        {
            await context.Response.WriteAsync("retry: 1000\n\n", end.Token);
            while (time.GetElapsedTime(start) < s_life)
            {
                var json = JsonSerializer.Serialize(await now.TakeAsync(type), DashboardJson.Default.NowAnswer);
                await context.Response.WriteAsync($"event: now\ndata: {json}\n\n", end.Token);
                await context.Response.Body.FlushAsync(end.Token);
                await Task.Delay(s_interval, time, end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The page was closed, or the application stops.
        }
    }
}
