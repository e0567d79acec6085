Attribute VB_Name = "Bridge"
Option Explicit

' The way from a button to Python. RunPython, RunFrozenPython, ExpandEnvironmentStrings, FileExists, SheetExists and
' PROJECT_NAME are those of xlwings; what it is told stands on the sheet hwit.conf of this add-in.

Private Const TITLE As String = "Healthy Schools"

Public Sub PressButton(ByVal FunctionName As String)
    Dim Problem As String
    Dim Program As String
    On Error GoTo Failed
    Problem = WhatStandsInTheWay()
    If Problem <> "" Then
        MsgBox Problem, vbExclamation, TITLE
        Exit Sub
    End If
    Program = FrozenProgram()
    If Program = "" Then
        RunPython "import hwit_xl.addin.buttons; hwit_xl.addin.buttons." & FunctionName & "()"
    Else
        RunFrozenPython Program, FunctionName
    End If
    Exit Sub
Failed:
    MsgBox "The button could not be run. Excel says: " & Err.Description & vbNewLine & vbNewLine & _
           "Please save your workbook, close Excel and try again.", vbExclamation, TITLE
End Sub

' One sentence about what keeps the button from working, or nothing.
Private Function WhatStandsInTheWay() As String
    Dim Program As String
    If ActiveWorkbook Is Nothing Then
        WhatStandsInTheWay = "Please open a form first. If it is open and says Protected View at the top, " & _
                             "press Enable Editing."
        Exit Function
    End If
    If CarriesOrders(ActiveWorkbook) Then
        WhatStandsInTheWay = "This workbook has a sheet that would tell Excel to run other programs (" & PROJECT_NAME & _
                             ".conf, or a name that ends in .py). No form of ours has one, so nothing was run."
        Exit Function
    End If
    If HasAwkwardName(ActiveWorkbook) Then
        WhatStandsInTheWay = "The name of this workbook, or of its folder, has a sign in it that keeps the buttons from " & _
                             "working: one of = " & AwkwardSigns() & " or two of %. Please save the workbook under " & _
                             "another name, or in another folder."
        Exit Function
    End If
    Program = FrozenProgram()
    If Program = "" Then Program = Interpreter()
    If Program = "" Then
        WhatStandsInTheWay = "The buttons do not know where Python is. Please run: hwit addin install"
        Exit Function
    End If
    #If Not Mac Then
        ' On a Mac, Excel may not look outside its own folders.
        If Not FileExists(Program) Then
            WhatStandsInTheWay = "The program behind the buttons is no longer at " & Program & ". "
            If FrozenProgram() = "" Then
                WhatStandsInTheWay = WhatStandsInTheWay & "Please run: hwit addin install"
            Else
                WhatStandsInTheWay = WhatStandsInTheWay & "Please find hwit.exe, double-click it and answer y."
            End If
        End If
    #End If
End Function

' A workbook that somebody sent must not be able to choose which program is run.
Private Function CarriesOrders(ByVal Book As Workbook) As Boolean
    Dim Sheet As Object
    For Each Sheet In Book.Sheets
        If LCase$(Sheet.Name) = PROJECT_NAME & ".conf" Or LCase$(Right$(Sheet.Name, 3)) = ".py" Then CarriesOrders = True
    Next Sheet
End Function

' Name and folder of the workbook become part of a command; these signs would end it early, or begin another one.
Private Function HasAwkwardName(ByVal Book As Workbook) As Boolean
    Dim Place As Long
    Dim Sign As String
    For Place = 1 To Len(Book.FullName)
        Sign = Mid$(Book.FullName, Place, 1)
        If InStr(AwkwardSigns(), Sign) > 0 Or InStr(ControlCharacters(), Sign) > 0 Then HasAwkwardName = True
    Next Place
    If InStr(Book.Name, "=") > 0 Then HasAwkwardName = True
    #If Not Mac Then
        If NamesVariable(Book.FullName) Then HasAwkwardName = True
    #End If
End Function

' On Windows xlwings puts the name where cmd.exe sees no quotes: ^ would undo that xlwings makes & harmless. On a Mac it
' stands in quotes of Python, inside quotes of the shell: \ would undo that xlwings makes ' harmless.
Private Function AwkwardSigns() As String
    #If Mac Then
        AwkwardSigns = ";|$`\" & Chr$(34)
    #Else
        AwkwardSigns = ";^<>|" & Chr$(34)
    #End If
End Function

Private Function ControlCharacters() As String
    Dim Code As Integer
    For Code = 0 To 31
        ControlCharacters = ControlCharacters & Chr$(Code)
    Next Code
    ControlCharacters = ControlCharacters & Chr$(127)
End Function

' cmd.exe puts the value of a variable for its name between two %; that of CMDCMDLINE has quotes in it. A % and two digits
' of an address (%20) is no such name.
Private Function NamesVariable(ByVal Text As String) As Boolean
    Dim Parts As Variant
    Dim Part As Long
    Parts = Split(Text, "%")
    If UBound(Parts) < 2 Then Exit Function
    For Part = 1 To UBound(Parts)
        If Not UCase$(Parts(Part)) Like "[0-9A-F][0-9A-F]*" Then NamesVariable = True
    Next Part
End Function

' The program for computers without Python; xlwings can start one on Windows only.
Private Function FrozenProgram() As String
    #If Not Mac Then
        FrozenProgram = Setting("PROGRAM_WIN")
    #End If
End Function

Private Function Interpreter() As String
    #If Mac Then
        Interpreter = Setting("INTERPRETER_MAC")
    #Else
        Interpreter = Setting("INTERPRETER_WIN")
    #End If
End Function

' A setting of this add-in, never of the workbook in front.
Private Function Setting(ByVal Key As String) As String
    Dim Row As Long
    With ThisWorkbook.Worksheets(PROJECT_NAME & ".conf")
        For Row = 1 To .UsedRange.Rows.Count
            If .Cells(Row, 1).Value = Key Then Setting = ExpandEnvironmentStrings(CStr(.Cells(Row, 2).Value))
        Next Row
    End With
End Function
