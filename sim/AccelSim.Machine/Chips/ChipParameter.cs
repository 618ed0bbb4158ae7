using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>A number of a chip file that can decide how long something takes: a quantity or a count, where <c>--set</c> finds it.</summary>
/// <param name="Path">Where it stands, <c>core.queues[1].depth</c>.</param>
/// <param name="Value">What it is, in base units.</param>
/// <param name="Units">How it is written; null for a count.</param>
public sealed record ChipParameter(string Path, long Value, UnitTable? Units)
{
    /// <summary>Its value as files write it.</summary>
    public string Text => Format(Value);

    /// <summary>The section of the file that it stands in.</summary>
    public string Section => Path.LastIndexOf('.') is var dot and >= 0 ? Path[..dot] : "";

    /// <summary>Every such number of a chip, in the order of its family's records, values that its file leaves out included. What only decides energy or area is not among them.</summary>
    public static ImmutableArray<ChipParameter> Of(ChipSpec chip)
    {
        ArgumentNullException.ThrowIfNull(chip);
        var parameters = ImmutableArray.CreateBuilder<ChipParameter>();
        foreach (var leaf in RecordWalk.Of(chip).Where(leaf => !leaf.Untimed))
        {
            if (leaf.Value is int or long)
            {
                parameters.Add(new(leaf.Path, Convert.ToInt64(leaf.Value, CultureInfo.InvariantCulture), null));
            }
            else if (leaf.Value.GetType().GetProperty("Units", BindingFlags.Public | BindingFlags.Static)?.GetValue(null) is UnitTable units)
            {
                parameters.Add(new(leaf.Path, (long)leaf.Value.GetType().GetProperty("BaseUnits")!.GetValue(leaf.Value)!, units));
            }
        }

        return parameters.ToImmutable();
    }

    /// <summary>A value of it as files write it.</summary>
    public string Format(long value) => Units?.Format(value) ?? value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The override that gives it a value.</summary>
    public string Assignment(long value) => $"{Path}={Format(value)}";

    /// <summary>The value nearest to a multiple of it that people would write: sizes in steps of a quarter of the power of two in them, others whole.</summary>
    /// <returns>Another value than the present one, on the side that was asked for; null where there is none above 0.</returns>
    public long? Times(double factor)
    {
        var step = Units == ByteSize.Units ? Math.Max(1, (Value & -Value) / 4) : 1;
        var steps = (Int128)Math.Round(Value * factor / step);
        var value = steps * step;
        value = factor > 1 ? Int128.Max(value, Value + (Int128)step) : Int128.Min(value, Value - (Int128)step);
        return value > 0 && value <= long.MaxValue ? (long)value : null;
    }
}
