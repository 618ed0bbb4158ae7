namespace AccelSim.Memory;

/// <summary>The rate that loads are fractions of, measured once, by whichever point wants it first.</summary>
internal sealed class SaturatedRate(Func<CancellationToken, DramBenchResult> measure)
{
    private readonly Lock _once = new();
    private double? _rate;

    public double BytesPerSecond(CancellationToken cancellation)
    {
        lock (_once)
        {
            return _rate ??= measure(cancellation).BytesPerSecond;
        }
    }
}
