namespace Azu.Sessions.Stores;

/// <summary>What the environment says about where sessions are kept. Applications and the command line read it here.</summary>
/// <param name="read">The value of a variable; null or nothing where it is not set.</param>
internal sealed class StoreEnvironment(Func<string, string?> read)
{
    /// <summary>What <c>SESSION_BACKEND</c> says; null where it is not set.</summary>
    /// <exception cref="StoreVariableException">It is none of the backends.</exception>
    public SessionBackend? Backend => Read(StoreVariable.Backend) is { } text
        ? ParseBackend(text) ?? throw new StoreVariableException(StoreVariable.Backend, "names no backend.")
        : null;

    /// <summary>What keys in Redis begin with; null where it is not set.</summary>
    public string? KeyPrefix => Read(StoreVariable.KeyPrefix);

    /// <summary>The table in the database; null where it is not set.</summary>
    public string? Table => Read(StoreVariable.Table);

    /// <summary>The PostgreSQL schema of the table; null where it is not set.</summary>
    public string? Schema => Read(StoreVariable.Schema);

    /// <summary>Reads the name of a backend; null if it is none.</summary>
    public static SessionBackend? ParseBackend(string text) => text.Trim().ToLowerInvariant() switch
    {
        "redis" => SessionBackend.Redis,
        "database" => SessionBackend.Database,
        "memory" => SessionBackend.Memory,
        "cookie" => SessionBackend.Cookie,
        _ => null,
    };

    /// <summary>Where a backend is.</summary>
    /// <exception cref="StoreVariableException">The variable is not set.</exception>
    public string Url(StoreVariable variable) => Read(variable) ?? throw new StoreVariableException(variable, "is not set.");

    /// <summary>Where a backend is; null where that is not said.</summary>
    public string? UrlIfSet(StoreVariable variable) => Read(variable);

    /// <summary>Does something with the value of a variable, and says which variable it was if the value does not fit.</summary>
    /// <exception cref="StoreVariableException">It does not.</exception>
    public static T Using<T>(StoreVariable variable, Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception e) when (e is FormatException or ArgumentException { ParamName: "address" })
        {
            // So the stores refuse a URL; another option that does not fit is none of this variable's. Their messages repeat no value.
            throw new StoreVariableException(variable, $"cannot be used: {WithoutParameterName(e)}", e);
        }
    }

    private static string WithoutParameterName(Exception e) =>
        e is ArgumentException { ParamName: { } name } ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message;

    private string? Read(StoreVariable variable) => read(variable.Name) is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;
}
