using AccelSim.Compiler.Simt.Emit;

namespace AccelSim.Compiler.Simt.Attention;

/// <summary>
/// Softmax over scores that come tile by tile (Milakov and Gimelshein, arXiv 1805.02867; FlashAttention-2, arXiv 2307.08691): the greatest score and the sum
/// of powers so far of each row, and factors for what was summed before. A lane holds rows g and g + 8 of each 16; sums are of its own columns until the end.
/// </summary>
internal sealed class OnlineSoftmax
{
    private const float Lowest = -1e30f;

    private readonly SimtKernelBuilder _k;
    private readonly float _factor;

    /// <param name="k">Kernel.</param>
    /// <param name="strips">Strips of 16 rows.</param>
    /// <param name="factor">What a score is multiplied with to be a power of two.</param>
    public OnlineSoftmax(SimtKernelBuilder k, int strips, float factor)
    {
        (_k, _factor) = (k, factor);
        Greatest = [.. Enumerable.Range(0, 2 * strips).Select(_ => k.Variable(BitConverter.SingleToInt32Bits(Lowest)))];
        Sums = [.. Enumerable.Range(0, 2 * strips).Select(_ => k.Variable(0))];
    }

    /// <summary>Greatest score of each row so far, in the unit of scores; a finite number below all where a row has none.</summary>
    public Reg[] Greatest { get; }

    /// <summary>Sum of powers of the lane's columns of each row.</summary>
    public Reg[] Sums { get; }

    /// <summary>Turns scores into powers of two, in place, and brings what was summed before to the new greatest score.</summary>
    /// <param name="scores">Groups of four by strip and 8 columns.</param>
    /// <param name="results">Sums of values so far, in the same form.</param>
    public void Add(Reg[,] scores, Reg[,] results)
    {
        // step by step for all rows together, so that one row's latency is hidden behind the others
        Reg[][] own = [.. Enumerable.Range(0, Greatest.Length).Select(row => Row(scores, row))];
        var greatest = AcrossQuad("max.f32", [.. own.Select((row, i) => Chains("max.f32", [.. row, Greatest[i]]))]);
        Reg[] shifts = [.. greatest.Select(value => _k.Do("mul.f32", value, -_factor))];

        // the difference first: of two equal numbers it is 0 even where a row has had no key yet and both are far below all scores
        Reg[] exponents = [.. Greatest.Select((before, row) => _k.Do("mul.f32", _k.Do("sub.f32", before, greatest[row]), _factor))];
        Reg[] corrections = [.. exponents.Select(exponent => _k.Do("ex2.f32", exponent))];
        for (var row = 0; row < own.Length; row++)
        {
            _k.Emit("mov.b32", Greatest[row], greatest[row]);
            foreach (var score in own[row])
            {
                _k.Emit("fma.f32", score, score, _factor, shifts[row]);
            }

            foreach (var score in own[row])
            {
                _k.Emit("ex2.f32", score, score);
            }

            foreach (var result in Row(results, row))
            {
                _k.Emit("mul.f32", result, result, corrections[row]);
            }
        }

        for (var row = 0; row < own.Length; row++)
        {
            _k.Emit("fma.f32", Sums[row], Sums[row], corrections[row], Chains("add.f32", own[row]));
        }
    }

    /// <summary>Sum of powers of all columns of each row.</summary>
    public Reg[] Totals() => AcrossQuad("add.f32", Sums);

    /// <summary>1 / total, 0 for a row without keys.</summary>
    public static Reg Reciprocal(SimtKernelBuilder k, Reg total) =>
        k.Do("sel.b32", k.Do("rcp.f32", total), 0f, k.Test("setp.gt.and.f32", total, 0f, Pred.Always));

    /// <summary>The left factors of a step of 16 columns for the product with values: powers as 16-bit pairs, which lie where a fragment of A has them.</summary>
    public static Reg Pack(SimtKernelBuilder k, Reg[,] powers, int strip, int step, string convert)
    {
        var packed = k.NewReg(4);
        for (var i = 0; i < 4; i++)
        {
            var group = powers[strip, (2 * step) + (i / 2)];
            k.Emit(convert, packed[i], group[2 * (i % 2)], group[(2 * (i % 2)) + 1]);
        }

        return packed;
    }

    /// <summary>Registers of a row of strips: row 2s is g of strip s, row 2s + 1 is g + 8.</summary>
    public static Reg[] Row(Reg[,] groups, int row) =>
        [.. Enumerable.Range(0, groups.GetLength(1)).SelectMany(column => (Reg[])[groups[row / 2, column][2 * (row % 2)], groups[row / 2, column][(2 * (row % 2)) + 1]])];

    /// <summary>Combines values in four chains, so that one does not wait for the other.</summary>
    private Reg Chains(string mnemonic, Reg[] values)
    {
        const int chains = 4;
        var heads = values.Take(chains).ToArray();
        for (var i = chains; i < values.Length; i++)
        {
            var next = _k.Do(mnemonic, heads[i % chains], values[i]);
            heads[i % chains] = next;
        }

        return heads.Length == 1 ? heads[0] : heads.Skip(1).Aggregate(heads[0], (sum, head) => _k.Do(mnemonic, sum, head));
    }

    /// <summary>Combines the values of the four lanes that hold a row, for all rows.</summary>
    private Reg[] AcrossQuad(string mnemonic, Reg[] values)
    {
        foreach (var distance in (int[])[1, 2])
        {
            Reg[] others = [.. values.Select(value => _k.Do("shfl.bfly", value, distance))];
            values = [.. values.Zip(others, (value, other) => _k.Do(mnemonic, value, other))];
        }

        return values;
    }
}
