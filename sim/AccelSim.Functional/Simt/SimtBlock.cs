namespace AccelSim.Functional.Simt;

/// <summary>What the warps of a block share: its place in the grid, its shared memory and what lies in there.</summary>
public sealed class SimtBlock
{
    private byte[] _shared = [];

    /// <summary>Coordinate x in the grid.</summary>
    public int X { get; private set; }

    /// <summary>Coordinate y in the grid.</summary>
    public int Y { get; private set; }

    /// <summary>Coordinate z in the grid.</summary>
    public int Z { get; private set; }

    /// <summary>Its barriers in shared memory.</summary>
    public SimtMbarriers Mbarriers { get; } = new();

    /// <summary>Its groups of four warps.</summary>
    public SimtWarpGroups WarpGroups { get; } = new();

    /// <summary>Multiprocessor it runs on.</summary>
    public int Sm { get; private set; }

    /// <summary>Shared memory; empty where values are not wanted.</summary>
    public Span<byte> Shared => _shared;

    /// <summary>Begins block number <paramref name="index"/> of a launch, x running fastest.</summary>
    public void Start(SimtLaunchState launch, long index, int sm)
    {
        ArgumentNullException.ThrowIfNull(launch);
        X = (int)(index % launch.Grid.X);
        Y = (int)(index / launch.Grid.X % launch.Grid.Y);
        Z = (int)(index / launch.Grid.X / launch.Grid.Y);
        Sm = sm;
        Mbarriers.Start();
        WarpGroups.Start(launch);
        if (launch.Global is null)
        {
            _shared = [];
        }
        else if (_shared.Length != launch.SharedBytes)
        {
            _shared = new byte[launch.SharedBytes];
        }
        else
        {
            Array.Clear(_shared);
        }
    }
}
