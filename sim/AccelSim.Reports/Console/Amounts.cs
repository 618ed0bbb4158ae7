using System.Globalization;

namespace AccelSim.Reports;

/// <summary>Numbers as people read them: three or four significant digits, a unit, the same on every machine.</summary>
public static class Amounts
{
    private static readonly string[] Prefixes = ["", "k", "M", "G", "T", "P"];

    /// <summary>Femtoseconds as ns, us, ms or s.</summary>
    public static string Time(long femtoseconds) => femtoseconds switch
    {
        < 1_000_000_000 => Number(femtoseconds / 1e6) + " ns",
        < 1_000_000_000_000 => Number(femtoseconds / 1e9) + " us",
        < 1_000_000_000_000_000 => Number(femtoseconds / 1e12) + " ms",
        _ => Number(femtoseconds / 1e15) + " s",
    };

    /// <summary>Joules as pJ, nJ, uJ, mJ, J and above.</summary>
    public static string Energy(double joules) => joules switch
    {
        < 0.9999995e-9 => Number(joules * 1e12) + " pJ",
        < 0.9999995e-6 => Number(joules * 1e9) + " nJ",
        < 0.9999995e-3 => Number(joules * 1e6) + " uJ",
        < 0.9999995 => Number(joules * 1e3) + " mJ",
        _ => Scaled(joules, "J"),
    };

    /// <summary>An amount with a decimal prefix: <c>98.3 T</c> + unit.</summary>
    public static string Scaled(double value, string unit)
    {
        var prefix = 0;
        while (value >= 999.95 && prefix < Prefixes.Length - 1)
        {
            value /= 1000;
            prefix++;
        }

        return $"{Number(value)} {Prefixes[prefix]}{unit}";
    }

    /// <summary>Bytes with a decimal prefix.</summary>
    public static string Bytes(double bytes) => Scaled(bytes, "B");

    /// <summary>A fraction as a percentage with one decimal.</summary>
    public static string Percent(double fraction) => (100 * fraction).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>A whole number with thousands set apart.</summary>
    public static string Whole(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>Three significant digits, four where the first is a one.</summary>
    public static string Number(double value) => value.ToString(
        Math.Abs(value) switch { < 0.0005 => "0", < 2 => "0.000", < 20 => "0.00", < 200 => "0.0", _ => "0" }, CultureInfo.InvariantCulture);
}
