namespace Azu.Sessions;

/// <summary>Says how an endpoint uses the session. The last one on an endpoint counts, for what it sets.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class WithSessionAttribute : Attribute
{
    /// <summary>Sets what the properties say, and leaves the rest.</summary>
    public WithSessionAttribute() { }

    /// <summary>Sets the access.</summary>
    public WithSessionAttribute(SessionAccess access) => AccessOrNull = access;

    /// <summary>Names a session type that is to be loaded for the endpoint.</summary>
    public WithSessionAttribute(Type dataType) => DataType = dataType;

    internal WithSessionAttribute(SessionAccess? access, StoreFailureMode? onStoreFailure) => (AccessOrNull, OnStoreFailureOrNull) = (access, onStoreFailure);

    /// <summary>What the endpoint does with the session.</summary>
    public SessionAccess Access { get => AccessOrNull ?? SessionAccess.ReadWrite; set => AccessOrNull = value; }

    /// <summary>What a request to the endpoint sees while the store is down.</summary>
    public StoreFailureMode OnStoreFailure { get => OnStoreFailureOrNull ?? StoreFailureMode.FailOnWrite; set => OnStoreFailureOrNull = value; }

    /// <summary>A session type that is to be loaded for the endpoint, where the application has several.</summary>
    public Type? DataType { get; }

    internal SessionAccess? AccessOrNull { get; private set; }

    internal StoreFailureMode? OnStoreFailureOrNull { get; private set; }
}
