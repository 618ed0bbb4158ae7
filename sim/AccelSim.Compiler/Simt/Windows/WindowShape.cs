namespace AccelSim.Compiler.Simt.Windows;

/// <summary>How a window slides over channels-last images, [image][row][column][channel].</summary>
internal sealed record WindowShape
{
    /// <summary>Images.</summary>
    public required int N { get; init; }

    /// <summary>Input rows.</summary>
    public required int H { get; init; }

    /// <summary>Input columns.</summary>
    public required int W { get; init; }

    /// <summary>Output rows.</summary>
    public required int Ho { get; init; }

    /// <summary>Output columns.</summary>
    public required int Wo { get; init; }

    /// <summary>Window rows.</summary>
    public required int Kh { get; init; }

    /// <summary>Window columns.</summary>
    public required int Kw { get; init; }

    /// <summary>Rows from a window to the next.</summary>
    public int Sy { get; init; } = 1;

    /// <summary>Columns from a window to the next.</summary>
    public int Sx { get; init; } = 1;

    /// <summary>Rows from a row of the window to the next.</summary>
    public int Dy { get; init; } = 1;

    /// <summary>Columns from a column of the window to the next.</summary>
    public int Dx { get; init; } = 1;

    /// <summary>Rows of padding above.</summary>
    public int Top { get; init; }

    /// <summary>Columns of padding on the left.</summary>
    public int Left { get; init; }

    /// <summary>Rows of padding below.</summary>
    public int Bottom { get; init; }

    /// <summary>Columns of padding on the right.</summary>
    public int Right { get; init; }

    /// <summary>Output pixels.</summary>
    public int Pixels => N * Ho * Wo;

    /// <summary>True where some window hangs over an edge above or below.</summary>
    public bool PadsRows => Top > 0 || ((Ho - 1) * Sy) + ((Kh - 1) * Dy) - Top >= H;

    /// <summary>True where some window of a number of output columns hangs over an edge left or right.</summary>
    public bool PadsColumns(int columns) => Left > 0 || ((columns - 1) * Sx) + ((Kw - 1) * Dx) - Left >= W;
}
