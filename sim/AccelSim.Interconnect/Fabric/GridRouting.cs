namespace AccelSim.Interconnect;

/// <summary>Dimension order on a mesh or torus: the first dimension is finished before the second begins.</summary>
/// <param name="sizes">Routers per dimension.</param>
/// <param name="closed">True for a torus.</param>
internal sealed class GridRouting(int[] sizes, bool closed) : FabricRouting
{
    private readonly short[][] _at = Coordinates(sizes);

    public override bool IsFixed => !closed;

    public override RouteStep Route(int router, int input, int destination, bool upperHalf, IRandomBits coin)
    {
        for (var dimension = 0; dimension < sizes.Length; dimension++)
        {
            var at = _at[dimension];
            var (from, to) = ((int)at[router], (int)at[destination]);
            if (from == to)
            {
                continue;
            }

            if (!closed)
            {
                return new RouteStep((2 * dimension) + (from < to ? 0 : 1), ChannelClass.Any);
            }

            if (input / 2 == dimension)
            {
                // It keeps its direction and its half: leaves by the port opposite to the one it came in by.
                return new RouteStep(input ^ 1, upperHalf ? ChannelClass.Upper : ChannelClass.Lower);
            }

            var size = sizes[dimension];
            var ahead = to - from + (to < from ? size : 0);
            var up = size - (2 * ahead) is var slack && (slack > 0 || (slack == 0 && coin.Toss()));

            // In each direction one half of the channels is for packets that pass the date line, the other for those that do not.
            return new RouteStep((2 * dimension) + (up ? 0 : 1), from > to ? ChannelClass.Upper : ChannelClass.Lower);
        }

        return new RouteStep(2 * sizes.Length, ChannelClass.Any);
    }

    // A copy that goes on past the date line keeps to the channels of those that do: upper ones on the way up, lower ones on the way down.
    public override ChannelClass Together(int output, ChannelClass one, ChannelClass other) =>
        one == other ? one : output % 2 == 0 ? ChannelClass.Upper : ChannelClass.Lower;

    private static short[][] Coordinates(int[] sizes)
    {
        var nodes = sizes.Aggregate(1, (product, size) => product * size);
        var at = new short[sizes.Length][];
        for (int dimension = 0, stride = 1; dimension < sizes.Length; stride *= sizes[dimension++])
        {
            at[dimension] = new short[nodes];
            for (var node = 0; node < nodes; node++)
            {
                at[dimension][node] = (short)(node / stride % sizes[dimension]);
            }
        }

        return at;
    }
}
