namespace AccelSim.Memory;

/// <summary>One measurement that a <see cref="DramBench"/> can make.</summary>
/// <param name="Pattern">Name of the pattern, one of <see cref="DramBench.Patterns"/>.</param>
/// <param name="Label">What sets it apart from other points of the pattern, for people: <c>256 B</c>; empty where it is the only one.</param>
/// <param name="X">The same as a number: bytes, requests, or a fraction.</param>
/// <param name="Run">Makes the measurement; the same every time. Points may run side by side.</param>
public sealed record DramBenchPoint(string Pattern, string Label, double X, Func<CancellationToken, DramBenchResult> Run);
