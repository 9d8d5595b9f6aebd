namespace Azu.Sessions;

/// <summary>Messages for this request alone: shown on the page that is being rendered, never stored.</summary>
public sealed class FlashNow
{
    internal FlashNow() { }

    internal Dictionary<string, string> Values { get; } = [];

    /// <summary>The message of that name; null where there is none, and to remove it.</summary>
    public string? this[string name]
    {
        get => Values.GetValueOrDefault(name);
        set
        {
            if (value is null) Values.Remove(name);
            else Values[name] = value;
        }
    }
}
