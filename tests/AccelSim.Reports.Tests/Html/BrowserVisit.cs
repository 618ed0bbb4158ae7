namespace AccelSim.Reports.Tests.Html;

/// <summary>A page to open.</summary>
/// <param name="File">The page.</param>
/// <param name="Width">Of the window, in pixels.</param>
/// <param name="Scheme"><c>light</c> or <c>dark</c>, as the system prefers.</param>
internal sealed record BrowserVisit(string File, int Width, string Scheme);
