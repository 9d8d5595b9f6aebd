using Microsoft.AspNetCore.Http;

namespace Azu.Sessions.Dashboard;

/// <summary>A request of a user that is signed in.</summary>
/// <param name="Context">The request.</param>
/// <param name="Sessions">The sessions of the type that the page is about.</param>
/// <param name="Loader">The same type, as requests load it.</param>
/// <param name="Session">The user's own session.</param>
/// <param name="Record">The record of that session. It has a subject.</param>
internal sealed record Own(HttpContext Context, ISessionAdministration Sessions, ISessionLoader Loader, IRequestSession Session, SessionRecord Record);
