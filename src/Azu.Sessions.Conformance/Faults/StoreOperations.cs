namespace Azu.Sessions.Conformance;

/// <summary>The operations of an <see cref="ISessionStore"/>, for wrappers that act on some of them.</summary>
[Flags]
public enum StoreOperations
{
    /// <summary>No operation.</summary>
    None = 0,

    /// <summary><see cref="ISessionStore.FindAsync"/>.</summary>
    Find = 1,

    /// <summary><see cref="ISessionStore.CreateAsync"/>.</summary>
    Create = 2,

    /// <summary><see cref="ISessionStore.UpdateAsync"/>.</summary>
    Update = 4,

    /// <summary><see cref="ISessionStore.TouchAsync"/>.</summary>
    Touch = 8,

    /// <summary><see cref="ISessionStore.RemoveAsync"/>.</summary>
    Remove = 16,

    /// <summary>Everything that changes the store.</summary>
    Writes = Create | Update | Touch | Remove,

    /// <summary>Every operation.</summary>
    All = Find | Writes,
}
