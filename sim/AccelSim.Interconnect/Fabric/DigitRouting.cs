namespace AccelSim.Interconnect;

/// <summary>Destination tag routing on a butterfly: stage s leaves by digit s of the destination, the most significant first.</summary>
internal sealed class DigitRouting : FabricRouting
{
    private readonly int _radix;
    private readonly int[] _divisorOf;

    /// <param name="radix">Outputs per router.</param>
    /// <param name="stages">Stages of routers.</param>
    public DigitRouting(int radix, int stages)
    {
        _radix = radix;
        var perStage = 1;
        for (var i = 1; i < stages; i++)
        {
            perStage *= radix;
        }

        _divisorOf = new int[stages * perStage];
        for (int router = 0, divisor = perStage; router < _divisorOf.Length; router++)
        {
            divisor = router > 0 && router % perStage == 0 ? divisor / radix : divisor;
            _divisorOf[router] = divisor;
        }
    }

    public override bool IsFixed => true;

    public override RouteStep Route(int router, int input, int destination, bool upperHalf, IRandomBits coin) =>
        new(destination / _divisorOf[router] % _radix, ChannelClass.Any);
}
