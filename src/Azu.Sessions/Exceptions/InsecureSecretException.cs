namespace Azu.Sessions;

/// <summary>The application has no secret, or one that does not protect anything. It does not start.</summary>
public sealed class InsecureSecretException(string message) : SessionException(message);
