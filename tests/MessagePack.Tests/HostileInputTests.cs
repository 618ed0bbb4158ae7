using System.Buffers;
using FsCheck.Fluent;

namespace MessagePack.Tests;

public sealed class HostileInputTests
{
    [Theory]
    [InlineData("")]
    [InlineData("CD01")]
    [InlineData("CF00000000")]
    [InlineData("A3FF")]
    [InlineData("DBFFFFFFFF41")]
    [InlineData("C6FFFFFFFF41")]
    [InlineData("DDFFFFFFFF01")]
    [InlineData("DFFFFFFFFF0101")]
    [InlineData("C9FFFFFFFF0000")]
    [InlineData("C1")]
    [InlineData("92C0")]
    public void Skip_refuses_what_is_cut_short_or_lies_about_its_length(string hex) =>
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(Convert.FromHexString(hex)).Skip());

    [Fact]
    public void Declared_counts_beyond_the_data_are_refused_before_anyone_allocates()
    {
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(Convert.FromHexString("DDFFFFFFFF01")).ReadArrayHeader());
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(Convert.FromHexString("DF7FFFFFFF01")).ReadMapHeader());
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(Convert.FromHexString("C67FFFFFFF01")).ReadBytes());
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(Convert.FromHexString("DB7FFFFFFF01")).ReadString());
    }

    [Fact]
    public void Skip_passes_over_a_million_nested_arrays_without_recursion()
    {
        var bytes = Enumerable.Repeat((byte)0x91, 1_000_000).Append((byte)0xC0).ToArray();
        var reader = new MessagePackReader(bytes);
        reader.Skip();
        Assert.True(reader.End);
    }

    [Fact]
    public void Wrong_kinds_and_values_that_do_not_fit_are_refused()
    {
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(new byte[] { 0xA0 }).ReadInt32());
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(new byte[] { 0x01 }).ReadString());
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(new byte[] { 0x01 }).ReadBoolean());
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(new byte[] { 0x01 }).ReadNil());
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(new byte[] { 0x01 }).ReadDouble());
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(new byte[] { 0xFF }).ReadUInt64());
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(new byte[] { 0xCC, 0xFF, 0x00 }).ReadExtensionFormatHeader());
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(Convert.FromHexString("CD0100")).ReadByte());
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(Convert.FromHexString("CE80000000")).ReadInt32());
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(Convert.FromHexString("CFFFFFFFFFFFFFFFFF")).ReadInt64());
        Assert.Throws<MessagePackSerializationException>(() => new MessagePackReader(Convert.FromHexString("A2C328")).ReadString());
    }

    [Fact]
    public void Any_bytes_are_skipped_or_refused() =>
        Law.Holds(Gen.Choose(0, 255).Select(b => (byte)b).ListOf(), bytes =>
        {
            var reader = new MessagePackReader(bytes.ToArray());
            try
            {
                reader.Skip();
                return reader.Consumed <= bytes.Count;
            }
            catch (MessagePackSerializationException)
            {
                return true;
            }
        }, count: 2000);

    [Fact]
    public void Values_split_over_segments_read_the_same() =>
        Law.Holds(Gen.Choose(1, 7), size =>
        {
            var bytes = SpecificationTests.Bytes((ref readonly MessagePackWriter w) =>
            {
                w.WriteArrayHeader(4);
                w.Write(0x123456789AL);
                w.Write("a word that is longer than a segment");
                w.Write(new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 });
                w.Write(-2.25);
            });
            var reader = new MessagePackReader(Segments(bytes, size));
            return reader.ReadArrayHeader() == 4 && reader.ReadInt64() == 0x123456789AL &&
                reader.ReadString() == "a word that is longer than a segment" &&
                reader.ReadBytes()!.Value.ToArray().Length == 9 && reader.ReadDouble() == -2.25 && reader.End;
        });

    private static ReadOnlySequence<byte> Segments(byte[] bytes, int size)
    {
        Segment? first = null, last = null;
        for (var at = 0; at < bytes.Length; at += size)
        {
            last = new Segment(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)), last);
            first ??= last;
        }

        return new ReadOnlySequence<byte>(first!, 0, last!, last!.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}
