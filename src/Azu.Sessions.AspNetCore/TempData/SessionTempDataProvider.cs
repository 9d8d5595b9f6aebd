using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Mvc.ViewFeatures.Infrastructure;

namespace Azu.Sessions;

/// <summary>
/// TempData as named values of the session. When the response starts, MVC hands over the values that remain. Each change is stored under its name. A value
/// that another request has replaced is not removed.
/// </summary>
internal sealed class SessionTempDataProvider(TempDataSerializer serializer) : ITempDataProvider
{
    private const string Prefix = "TempData:";

    public IDictionary<string, object?> LoadTempData(HttpContext context)
    {
        var values = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        if (RequestSessions.Of(context) is { Plan.IsWithoutSession: true }) return values;
        foreach (var (name, text) in StoredIn(StateOf(context))) values[name] = Read(name, text);
        return values;
    }

    public void SaveTempData(HttpContext context, IDictionary<string, object?> values)
    {
        if (values.Count == 0 && RequestSessions.Of(context) is { Plan.IsWithoutSession: true }) return;
        var state = StateOf(context);
        IFlashOwner consumer = state;
        foreach (var (name, text) in StoredIn(state).ToArray())
        {
            // A page that may change nothing shows its messages, and leaves them to the next one.
            if (!values.ContainsKey(name) && consumer.CanConsume) state.Items.RemoveSeen(Prefix + name, text);
        }

        foreach (var (name, value) in values)
        {
            var text = Write(name, value);
            if (state.Items.Values.GetValueOrDefault(Prefix + name) == text) continue;
            state.EnsureWritable();
            state.Items.Set(Prefix + name, text);
        }
    }

    private static SessionState StateOf(HttpContext context)
    {
        var sessions = RequestSessions.Of(context)
            ?? throw new InvalidOperationException("TempData is kept in the session, and this request has none. Call app.UseAzuSessions() before the " +
                "endpoints.");
        var state = sessions.Default().State;
        state.MarkRead();
        return state;
    }

    private static IEnumerable<(string Name, string Text)> StoredIn(SessionState state) =>
        from item in state.Items.Values
        where item.Key.StartsWith(Prefix, StringComparison.Ordinal)
        select (item.Key[Prefix.Length..], item.Value);

    private object? Read(string name, string text) => serializer.Deserialize(Convert.FromBase64String(text)).TryGetValue(name, out var value) ? value : null;

    private string Write(string name, object? value) =>
        Convert.ToBase64String(serializer.Serialize(new Dictionary<string, object> { [name] = value! }));
}
