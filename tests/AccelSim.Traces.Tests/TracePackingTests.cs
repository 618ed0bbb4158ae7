using System.IO.Compression;
using System.Text;

namespace AccelSim.Traces.Tests;

/// <summary>Packed traces are recognised by their first bytes; broken ones are refused.</summary>
public sealed class TracePackingTests
{
    /// <summary><see cref="SampleTraces.VectorAdd"/> of two blocks of 32 threads, packed by <c>xz</c> 5.4.1.</summary>
    private const string Packed =
        "/Td6WFoAAATm1rRGAgAhARwAAAAQz1jM4AXBAeddABaayKdV7dD4HoNyACJg3o1L4zG7EKZBZZpWvAUCLS7nkjgglpHfeKxQSzK252eFc93/yHpFpoeftLEO4a7TcW8ffkR6IZX4A0jaIRLZyIF45D"
        + "JZ35+J2HJrKANxqdhrrf55DShFmWKmFmlpr61Igxk/ibR9FPDoY7O3kFmEubUK3lRv0dfzoYr3/vztd78pjn6obUSITt2cM72glQ30berYUpBvrrRF9XEx+XqZyyzCZ/23m+eiuEKiHfIPUhTnX1pI"
        + "a9I3k7vi3oZbdQaFk7i/hhUk9hkotd+aJ/P8bfDZwvDLi42VbHwmTkuNEwRTLh2aP1uNhgt2MKelaz6jtxPM+Z8SQe0CkD9NsvCU4CDBJWFBFKOsPGkK5SSJolBi4vIVBZQxZ/ajiiWR+jsie8ISQm"
        + "h2xhJ2lP+SbP1NkekHc9S95TzguGxYBp5dGVPlrIkKbkuGDqlLLqg8Y6X3fflQV/du9gFtrqBBTjyzS+Vg8evqpNopLbxeuQk6A+/2Krq6FVGdURfseIGuytul/PuDErBtbZ7WpdsOui4nBvotXPiD"
        + "xOoOExmG3YH/wYJAZz8TWfDLo7VdgXelWF9g9usmF3f+8aibUA2ZAlC7lhUzfjTPsybewYvpOsMWJP1Ab0yKOY2vRgAAAK69I8nGyweSAAGDBMILAAAH3eB+scRn+wIAAAAABFla";

    private static readonly TraceModel Model = SampleTraces.VectorAdd(2, 32);

    [Fact]
    public void Gzip_is_unpacked() => Assert.True(TraceReading.Read(Gzip(Encoding.UTF8.GetBytes(TraceWriter.Write(Model)))).SameAs(Model));

    [Fact]
    public void Xz_is_unpacked() => Assert.True(TraceReading.Read(Convert.FromBase64String(Packed)).SameAs(Model));

    [Fact]
    public void All_streams_of_an_xz_file_are_unpacked()
    {
        // the same file twice, with padding between: one trace too many, which only a reader of both streams notices
        byte[] twice = [.. Convert.FromBase64String(Packed), 0, 0, 0, 0, .. Convert.FromBase64String(Packed)];
        var problem = Assert.Throws<TraceException>(() => TraceReading.Read(twice));
        var lines = TraceWriter.Write(Model).Count(letter => letter == '\n');
        Assert.Equal(lines + 1, problem.Line);
        Assert.Contains("'-kernel name = _Z6kernelPfS_' stands outside", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cut_of_a_packed_file_is_refused()
    {
        foreach (var whole in new[] { Convert.FromBase64String(Packed), Gzip(Encoding.UTF8.GetBytes(TraceWriter.Write(Model))) })
        {
            // the last bytes are sums and sizes: a decoder may have given all the text before it misses them
            for (var length = 1; length < whole.Length - 64; length++)
            {
                Assert.Throws<TraceException>(() => TraceReading.Read(whole[..length]));
            }
        }
    }

    [Fact]
    public void Any_damage_of_a_packed_file_is_refused_or_harmless()
    {
        var refused = 0;
        foreach (var whole in new[] { Convert.FromBase64String(Packed), Gzip(Encoding.UTF8.GetBytes(TraceWriter.Write(Model))) })
        {
            for (var bit = 0; bit < 8 * whole.Length; bit++)
            {
                var damaged = whole.ToArray();
                damaged[bit / 8] ^= (byte)(1 << (bit % 8));
                try
                {
                    Assert.True(TraceReading.Read(damaged).SameAs(Model), $"bit {bit}: the damage was not noticed");
                }
                catch (TraceException)
                {
                    refused++;
                }
            }
        }

        Assert.True(refused > 5000, $"{refused}");
    }

    [Fact]
    public void An_xz_file_that_asks_for_gigabytes_is_refused()
    {
        var hostile = Convert.FromBase64String(Packed);
        var filter = Array.IndexOf(hostile, (byte)0x21);
        Assert.Equal(1, hostile[filter + 1]);
        hostile[filter + 2] = 39; // 3 GiB
        Assert.Contains("asks for a dictionary of 3072 MiB", Assert.Throws<TraceException>(() => TraceReading.Read(hostile)).Message, StringComparison.Ordinal);
    }

    private static byte[] Gzip(byte[] text)
    {
        var packed = new MemoryStream();
        using (var stream = new GZipStream(packed, CompressionLevel.Optimal))
        {
            stream.Write(text);
        }

        return packed.ToArray();
    }
}
