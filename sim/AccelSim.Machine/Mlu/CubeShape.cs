using AccelSim.Machine.Yaml;

namespace AccelSim.Machine.Mlu;

/// <summary>Tile of a cube unit: rows, columns and depth of one cycle's product.</summary>
public sealed record CubeShape
{
    [Bounds(1, 1024)]
    public required int M { get; init; }

    [Bounds(1, 1024)]
    public required int N { get; init; }

    [Bounds(1, 1024)]
    public required int K { get; init; }
}
