using System.Globalization;

namespace AccelSim.Architecture.Tests.Instructions;

/// <summary>
/// The encoding of a family, written down: <c>tests/Vectors/FAMILY.txt</c> holds instruction words beside their assembly. Programs are stored, so a line
/// that changes is a new version of the image format. Set ACCELSIM_UPDATE_GOLDEN=1 to write the file anew and review the difference.
/// </summary>
/// <typeparam name="T">A decoded instruction.</typeparam>
internal sealed class VectorFile<T>(string family)
    where T : struct, IEquatable<T>
{
    /// <summary>Decodes a word; null where it is illegal.</summary>
    public required Func<UInt128, T?> Decode { get; init; }

    public required Func<T, UInt128> Encode { get; init; }

    /// <summary>Little-endian bytes of one instruction.</summary>
    public required Func<T, byte[]> Bytes { get; init; }

    public required Func<T, string> Format { get; init; }

    /// <summary>The instruction that a line of assembly at the label L0 stands for.</summary>
    public required Func<string, T> Assemble { get; init; }

    /// <summary>What the file is generated from: the name of each opcode and the instructions that show its form.</summary>
    public required IEnumerable<(string Opcode, IEnumerable<T> Forms)> Rows { get; init; }

    /// <summary>Checks every line in both directions and returns the instructions.</summary>
    public IReadOnlyList<T> Check()
    {
        var path = Repository.File("tests", "Vectors", family + ".txt");
        if (Environment.GetEnvironmentVariable("ACCELSIM_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, Generate());
        }

        var seen = new List<T>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Length > 0 && line[0] != '#')
            {
                seen.Add(Check(line, $"{family}.txt:{number}"));
            }
        }

        return seen;
    }

    private T Check(string line, string place)
    {
        var parts = line.Split('|', StringSplitOptions.TrimEntries);
        Assert.True(parts.Length == 2 && UInt128.TryParse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out _), $"{place}: not 'word | assembly'");
        var word = UInt128.Parse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var assembled = Assemble(parts[1]);
        Assert.True(Encode(assembled) == word, $"{place}: '{parts[1]}' is {Encode(assembled):x32}, not {parts[0]}");
        var decoded = Decode(word) ?? throw new InvalidDataException($"{place}: {parts[0]} is illegal");
        Assert.Equal(assembled, decoded);
        Assert.Equal(parts[1], Format(decoded));
        Assert.Equal(word, System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(Bytes(decoded)));
        return decoded;
    }

    private string Generate()
    {
        var text = new System.Text.StringBuilder(
            $"# Instruction words of the {family} family: 128 bits in hexadecimal | assembly.\n# Written by AssemblerVectorTests with ACCELSIM_UPDATE_GOLDEN=1; reviewed, then kept.\n");
        foreach (var (opcode, forms) in Rows)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n# {opcode}\n");
            foreach (var form in forms.Distinct())
            {
                text.Append(CultureInfo.InvariantCulture, $"{Encode(form):x32} | {Format(form)}\n");
            }
        }

        return text.ToString();
    }
}
