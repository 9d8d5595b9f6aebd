using Microsoft.Extensions.Configuration;

namespace Azu.Sessions;

/// <summary>What the application asked of the builder, collected before the first session is made.</summary>
internal sealed class SessionSettings<TData> where TData : notnull
{
    /// <summary>The preset that the application chose by name; null: the environment decides.</summary>
    public SessionPreset? Preset { get; set; }

    /// <summary>Whether a store was chosen; the cookie is one too.</summary>
    public bool HasStore { get; set; }

    /// <summary>Whether the store is this library's own in memory.</summary>
    public bool IsMemoryStore { get; set; }

    /// <summary>Makes the store; null: none was chosen.</summary>
    public Func<IServiceProvider, ISessionStore>? Store { get; set; }

    /// <summary>Connects what the store reports by itself; null: it reports nothing.</summary>
    public Action<ISessionStore, SessionEngine<TData>>? Connect { get; set; }

    /// <summary>Whether the store lives in this process, so that calls to it neither fail nor wait.</summary>
    public bool IsStoreLocal { get; set; }

    /// <summary>Set where the cookie is the session, and no store is asked.</summary>
    public CookieStoreOptions? CookieStore { get; set; }

    /// <summary>Makes the source of keys that rotate by themselves; null: keys come from the options' secrets.</summary>
    public Func<IServiceProvider, ISessionKeySource>? KeySource { get; set; }

    /// <summary>The section that configures these sessions; null: code does.</summary>
    public IConfigurationSection? Section { get; set; }

    /// <summary>Whether nodes keep copies of sessions.</summary>
    public bool HasNearCache { get; set; }

    /// <summary>Whether the store announces what changes although this process keeps no copies: it is a tool beside nodes that may keep some.</summary>
    public bool IsAnnouncing { get; set; }

    /// <summary>Whether payloads are compressed.</summary>
    public bool IsCompressing { get; set; }

    public System.Text.Json.Serialization.JsonSerializerContext? JsonContext { get; set; }

    public List<KeyValuePair<string, Func<TData, string?>>> Indexes { get; } = [];
}
