using AccelSim.Isa.Assembly;

namespace AccelSim.Isa.Simt;

/// <summary>Reads the control bits that may follow an instruction: <c>{stall=4 yield=1 wr=0 rd=1 wait=3 reuse=1}</c>.</summary>
internal static class SimtControlText
{
    private static readonly string[] Words = ["stall", "yield", "wr", "rd", "wait", "reuse"];
    private static readonly int[] Most = [15, 1, SimtControl.Barriers - 1, SimtControl.Barriers - 1, 63, 7];

    public static SimtControl Read(TokenCursor cursor)
    {
        if (!cursor.Accept("{"))
        {
            return default;
        }

        Span<int?> values = new int?[Words.Length];
        while (!cursor.Accept("}"))
        {
            var word = cursor.Peek;
            var index = Array.IndexOf(Words, cursor.ExpectName("control bits"));
            if (index < 0)
            {
                throw new LineException(word.Column, $"'{word.Text}' is not a control field; there are {string.Join(' ', Words)}");
            }

            if (values[index] is not null)
            {
                throw new LineException(word.Column, $"'{word.Text}' is given twice");
            }

            cursor.Expect("=");
            var column = cursor.Peek.Column;
            var value = cursor.Expression();
            values[index] = value >= 0 && value <= Most[index] ? (int)value : throw new LineException(column, $"{word.Text} = {value} is out of range (0 to {Most[index]})");
            cursor.Accept(",");
        }

        return new SimtControl(values[0] ?? 0, values[1] == 1, values[2], values[3], values[4] ?? 0, values[5] ?? 0);
    }
}
