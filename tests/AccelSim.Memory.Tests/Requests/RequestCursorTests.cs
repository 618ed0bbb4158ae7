using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.Memory.Tests;

/// <summary>Requests against a cutter that goes byte by byte and knows the rules only as sentences.</summary>
public class RequestCursorTests
{
    private static Gen<AffinePattern> Patterns =>
        from address in Gen.Choose(0, 9000)
        from bytes in Gen.Choose(1, 3000)
        from inner in Gen.Choose(1, 5)
        from innerGap in Gen.Elements(0, 0, 1, 17, 64, 1000)
        from outer in Gen.Choose(1, 3)
        from outerGap in Gen.Elements(0, 0, 3, 4096)
        select new AffinePattern(address, bytes, inner, bytes + innerGap, outer, (inner * (bytes + innerGap)) + outerGap);

    private static Gen<RequestRules> Rules =>
        from alignment in Gen.Elements(1, 32, 64, 512)
        from chunk in Gen.Elements(16, 64, 100, 512, 700, 4096)
        from boundary in Gen.Elements(0, 512, 1024, 4096)
        from whole in Gen.Elements(false, true)
        select new RequestRules(chunk, alignment, boundary, whole);

    private static Gen<(long Bytes, int Requests)> Limits =>
        from bytes in Gen.Elements<long>(1, 500, 2048, 1 << 20)
        from requests in Gen.Elements(1, 2, 7, 1000)
        select (bytes, requests);

    [Theory]
    [InlineData(0, 4096, 0, 64, new[] { 0L, 512, 1024, 1536, 2048, 2560, 3072, 3584 })]
    [InlineData(32, 4096, 0, 64, new[] { 32L, 512, 1024, 1536, 2048, 2560, 3072, 3584, 4096 })]
    [InlineData(3900, 600, 4096, 1, new[] { 3900L, 4096 })]
    [InlineData(32, 512, 0, 64, new[] { 32L, 512 })]
    [InlineData(32, 480, 0, 64, new[] { 32L })]
    public void Requests_begin_where_the_rules_say(long address, long bytes, long boundary, long alignment, long[] starts) =>
        Assert.Equal(starts, Walk(new AffinePattern(address, bytes), new RequestRules(512, alignment, boundary, WholeUnits: true), 1 << 20, 1).Select(piece => piece.Pattern.Base));

    [Fact]
    public void A_cut_counts_bytes_where_units_are_not_counted() =>
        Assert.Equal([32L], Walk(new AffinePattern(32, 512), new RequestRules(512, 64), 1 << 20, 1).Select(piece => piece.Pattern.Base));

    [Fact]
    public void One_at_a_time_they_are_those_of_the_byte_by_byte_cutter() => Law.Holds(Patterns.Zip(Rules), t =>
    {
        var (pattern, rules) = t;
        var requests = Walk(pattern, rules, 1 << 20, 1).Select(piece => (piece.Pattern.Base, piece.Pattern.TotalBytes)).ToList();
        Assert.Equal(ByteByByte(pattern, rules), requests);
    }, count: 400);

    [Fact]
    public void Pieces_hold_those_requests_in_order_and_keep_to_the_limits() => Law.Holds(Patterns.Zip(Rules).Zip(Limits), t =>
    {
        var ((pattern, rules), (bytes, requests)) = t;
        var single = Walk(pattern, rules, 1 << 20, 1);
        var next = 0;
        foreach (var piece in Walk(pattern, rules, bytes, requests))
        {
            Assert.InRange(piece.Requests, 1, requests);
            Assert.True(piece.Requests == 1 || piece.Pattern.TotalBytes <= bytes);
            var held = single.GetRange(next, piece.Requests);
            next += piece.Requests;
            Assert.Equal(held.SelectMany(request => Bytes(request.Pattern)), Bytes(piece.Pattern));
            if (rules.Boundary > 0)
            {
                Assert.All(Enumerable.Range(0, (int)piece.Pattern.Segments), i =>
                    Assert.Equal(piece.Pattern.Address(i) / rules.Boundary, (piece.Pattern.Address(i) + piece.Pattern.Bytes - 1) / rules.Boundary));
            }
        }

        Assert.Equal(single.Count, next);
    });

    [Fact]
    public void A_pattern_at_its_end_gives_no_more()
    {
        var cursor = new RequestCursor(new AffinePattern(0, 64), new RequestRules(64, 1));
        Assert.Equal(64, cursor.Remaining);
        cursor.Take(64, 1, out _);
        Assert.Equal(0, cursor.Remaining);
        Assert.Throws<InvalidOperationException>(() => cursor.Take(64, 1, out _));
    }

    [Fact]
    public void Misaligned_segments_are_those_found_by_looking_at_each() => Law.Holds(
        from pattern in Patterns
        from first in Gen.Choose(-70, 70)
        from second in Gen.Elements(-4096, -5, 0, 24, 4096)
        from rows in Gen.Choose(1, 40)
        from columns in Gen.Choose(1, 40)
        from alignment in Gen.Elements(1, 2, 32, 64, 4096)
        select (new AffinePattern(pattern.Base + 200_000, pattern.Bytes, columns, first, rows, second), alignment), t =>
        {
            var (pattern, alignment) = t;
            var found = Enumerable.Range(0, (int)pattern.Segments).Count(i => pattern.Address(i) % alignment != 0);
            Assert.Equal(found, Misalignment.Segments(pattern, alignment));
        }, count: 1000);

    private static List<(AffinePattern Pattern, int Requests)> Walk(AffinePattern pattern, RequestRules rules, long bytes, int requests)
    {
        var cursor = new RequestCursor(pattern, rules);
        var pieces = new List<(AffinePattern, int)>();
        while (cursor.Remaining > 0)
        {
            pieces.Add((cursor.Take(bytes, requests, out var count), count));
        }

        return pieces;
    }

    private static IEnumerable<long> Bytes(AffinePattern pattern) =>
        Enumerable.Range(0, (int)pattern.Segments).SelectMany(i => Enumerable.Range(0, (int)pattern.Bytes).Select(b => pattern.Address(i) + b));

    /// <summary>
    /// Segments that touch are one. A request ends with its segment, at the boundary, and at that multiple of the alignment from which the next
    /// unit would no longer be within a chunk of its beginning; not there if it counts bytes and the rest of the segment is within the chunk.
    /// </summary>
    private static List<(long, long)> ByteByByte(AffinePattern pattern, RequestRules rules)
    {
        var segments = pattern.IsContiguous
            ? [(pattern.Base, pattern.TotalBytes)]
            : Enumerable.Range(0, (int)pattern.Segments).Select(i => (From: pattern.Address(i), pattern.Bytes)).ToList();
        var requests = new List<(long, long)>();
        foreach (var (from, bytes) in segments)
        {
            var start = from;
            for (var at = from + 1; at <= from + bytes; at++)
            {
                var last = at == from + bytes;
                var rest = from + bytes - start;
                var full = at % rules.Alignment == 0 && at + rules.Alignment > start + rules.Chunk && (rules.WholeUnits || rest > rules.Chunk);
                if (last || full || (rules.Boundary > 0 && at % rules.Boundary == 0))
                {
                    requests.Add((start, at - start));
                    start = at;
                }
            }
        }

        return requests;
    }
}
