using Microsoft.AspNetCore.Http;

namespace Azu.Sessions;

/// <summary>The page that the application registered in place of the built-in one.</summary>
internal sealed record FailurePage(Func<HttpContext, SessionFailure, Task> WriteAsync);
